package org.seldonruns.simulation;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where an object is.
 *
 * @param namespace empty where there is none
 */
record ObjectKey(ResourceType type, String namespace, String name) {

	static ObjectKey of(ResourceType type, JsonNode object) {
		return new ObjectKey(type, Json.meta(object, "namespace"), Json.meta(object, "name"));
	}

}
