package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.StatusCause;

/**
 * What stands between a write and the store: defaults, the schema, and the webhook of the
 * Seldon operator. Of each only what tests need, in the words of the real ones.
 */
final class Admission {

	private static final Pattern NAME = Pattern
		.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

	private static final Set<String> SPEC_FIELDS = Set.of("name", "predictors", "annotations", "replicas", "protocol",
			"transport", "serverType", "oauth_key", "oauth_secret");

	private Admission() {
	}

	/**
	 * Completes or refuses an object.
	 * @return warnings for the client
	 */
	static List<String> admit(ObjectNode object, ResourceType type, String fieldValidation) {
		return switch (type) {
			case SELDON_DEPLOYMENT -> admitSeldonDeployment(object, fieldValidation);
			case DEPLOYMENT -> admitDeployment(object);
			default -> List.of();
		};
	}

	private static List<String> admitSeldonDeployment(ObjectNode object, String fieldValidation) {
		List<String> warnings = new ArrayList<>();
		ObjectNode spec = Json.child(object, "spec");
		List<String> fields = new ArrayList<>();
		spec.fieldNames().forEachRemaining(fields::add);
		for (String field : fields) {
			if (!SPEC_FIELDS.contains(field)) {
				spec.remove(field);
				warnings.add("unknown field \"spec." + field + "\"");
			}
		}
		if ("Strict".equals(fieldValidation) && !warnings.isEmpty()) {
			throw Refusal.badRequest("strict decoding error: " + String.join(", ", warnings));
		}
		checkSchema(object);
		checkGraphs(spec);
		return warnings;
	}

	private static void checkSchema(ObjectNode object) {
		List<StatusCause> causes = new ArrayList<>();
		String name = Json.meta(object, "name");
		if (!NAME.matcher(name).matches()) {
			causes.add(invalid("metadata.name", name,
					"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
							+ " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
							+ " validation is '" + NAME.pattern() + "')"));
		}
		JsonNode spec = object.path("spec");
		checkInteger(spec, "spec.replicas", causes);
		if (!spec.has("predictors")) {
			causes.add(required("spec.predictors"));
		}
		for (int i = 0; i < spec.path("predictors").size(); i++) {
			JsonNode predictor = spec.path("predictors").get(i);
			String path = "spec.predictors[" + i + "]";
			checkInteger(predictor, path + ".replicas", causes);
			if (!predictor.has("graph")) {
				causes.add(required(path + ".graph"));
			}
			else if (!predictor.path("graph").has("name")) {
				causes.add(required(path + ".graph.name"));
			}
		}
		if (!causes.isEmpty()) {
			ResourceType type = ResourceType.SELDON_DEPLOYMENT;
			throw Refusal.invalid(type.qualifiedKind(), type.kind, type.group, name, causes);
		}
	}

	private static void checkInteger(JsonNode parent, String path, List<StatusCause> causes) {
		JsonNode value = parent.path("replicas");
		if (!value.isMissingNode() && !value.isIntegralNumber()) {
			String type = value.isTextual() ? "string" : value.isNumber() ? "number" : "object";
			causes.add(Refusal.cause("FieldValueTypeInvalid", path,
					"Invalid value: \"%s\": %s in body must be of type integer: \"%s\"".formatted(type, path, type)));
		}
	}

	private static void checkGraphs(JsonNode spec) {
		List<StatusCause> causes = new ArrayList<>();
		Set<String> names = new HashSet<>();
		int traffic = 0;
		JsonNode predictors = spec.path("predictors");
		for (int i = 0; i < predictors.size(); i++) {
			JsonNode predictor = predictors.get(i);
			String path = "spec.predictors[" + i + "]";
			String name = predictor.path("name").asText();
			if (!names.add(name)) {
				causes.add(invalid(path, name, "Duplicate predictor name"));
			}
			traffic += predictor.path("traffic").asInt();
			checkGraph(predictor.path("graph"), predictor, path + ".graph", causes);
		}
		if (predictors.size() > 1 && traffic != 100) {
			causes.add(invalid("spec", predictors.get(0).path("name").asText(),
					"Traffic must sum to 100 for multiple predictors"));
		}
		if (!causes.isEmpty()) {
			// The webhook gives neither the resource's name nor the group's right
			// spelling.
			throw Refusal.invalid(
					"admission webhook \"v1.vseldondeployment.kb.io\" denied the request:"
							+ " SeldonDeployment.machinelearing.seldon.io",
					"SeldonDeployment", "machinelearing.seldon.io", "", causes);
		}
	}

	private static void checkGraph(JsonNode node, JsonNode predictor, String path, List<StatusCause> causes) {
		String name = node.path("name").asText();
		String implementation = node.path("implementation").asText("UNKNOWN_IMPLEMENTATION");
		if ("UNKNOWN_IMPLEMENTATION".equals(implementation) && !hasContainer(predictor, name)) {
			causes.add(invalid(path, name, "Can't find container for Predictive Unit"));
		}
		for (int i = 0; i < node.path("children").size(); i++) {
			checkGraph(node.path("children").get(i), predictor, path + "[" + i + "]", causes);
		}
	}

	private static boolean hasContainer(JsonNode predictor, String name) {
		for (JsonNode component : predictor.path("componentSpecs")) {
			for (JsonNode container : component.path("spec").path("containers")) {
				if (container.path("name").asText().equals(name)) {
					return true;
				}
			}
		}
		return false;
	}

	private static List<String> admitDeployment(ObjectNode object) {
		ObjectNode spec = Json.child(object, "spec");
		if (!spec.hasNonNull("replicas")) {
			spec.put("replicas", 1);
		}
		if (!spec.hasNonNull("progressDeadlineSeconds")) {
			spec.put("progressDeadlineSeconds", 600);
		}
		JsonNode pod = spec.path("template").path("spec");
		Set<String> volumes = new HashSet<>();
		pod.path("volumes").forEach((volume) -> volumes.add(volume.path("name").asText()));
		List<StatusCause> causes = new ArrayList<>();
		for (int i = 0; i < pod.path("containers").size(); i++) {
			JsonNode mounts = pod.path("containers").get(i).path("volumeMounts");
			for (int j = 0; j < mounts.size(); j++) {
				String volume = mounts.get(j).path("name").asText();
				if (!volumes.contains(volume)) {
					causes.add(Refusal.cause("FieldValueNotFound",
							"spec.template.spec.containers[%d].volumeMounts[%d].name".formatted(i, j),
							"Not found: \"" + volume + "\""));
				}
			}
		}
		if (!causes.isEmpty()) {
			ResourceType type = ResourceType.DEPLOYMENT;
			throw Refusal.invalid(type.qualifiedKind(), type.kind, type.group, Json.meta(object, "name"), causes);
		}
		return List.of();
	}

	private static StatusCause required(String field) {
		return Refusal.cause("FieldValueRequired", field, "Required value");
	}

	private static StatusCause invalid(String field, String value, String why) {
		return Refusal.cause("FieldValueInvalid", field, "Invalid value: \"%s\": %s".formatted(value, why));
	}

}
