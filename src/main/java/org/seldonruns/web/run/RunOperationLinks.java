package org.seldonruns.web.run;

import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.links.Link;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;

import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Adds links from the response to startRun to the other operations on the run. springdoc
 * does not read links from annotations.
 */
@Component
class RunOperationLinks implements OperationCustomizer {

	/** The operations that take the id of a run. */
	private static final List<String> OPERATIONS = List.of("getRun", "followRun", "cancelRun", "getJunitReport",
			"getManifest", "removeRun");

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		if ("startRun".equals(operation.getOperationId())) {
			ApiResponse started = Objects.requireNonNull(operation.getResponses().get("202"));
			OPERATIONS.forEach(
					id -> started.addLink(id, new Link().operationId(id).addParameter("id", "$response.body#/id")));
		}
		return operation;
	}

}
