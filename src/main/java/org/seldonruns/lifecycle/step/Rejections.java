package org.seldonruns.lifecycle.step;

import java.util.List;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/**
 * Determines which part of the cluster rejected a request, from the response of the API
 * server.
 */
final class Rejections {

	private Rejections() {
	}

	/**
	 * Creates the diagnosis of a rejection.
	 * @param rejection the rejection
	 * @return a diagnosis whose explanation is the message of the API server
	 */
	static Diagnosis diagnose(RequestResult.Rejected<?> rejection) {
		return new Diagnosis(Cause.REFUSED, rejection.message(), List.of("the API server answered %d %s: rejected by %s"
			.formatted(rejection.code(), rejection.reason(), who(rejection))));
	}

	private static String who(RequestResult.Rejected<?> rejection) {
		String message = rejection.message();
		if (message.startsWith("admission webhook")) {
			return "an admission webhook";
		}
		if (message.contains("ValidatingAdmissionPolicy")) {
			return "an admission policy";
		}
		return switch (rejection.code()) {
			case 401 -> "authentication: the credentials of the service are invalid";
			case 403 -> forbidden(message);
			case 404 -> "the cluster, which does not have the namespace or the resource type";
			case 409 -> "the name, which is already in use";
			case 400, 422 -> "the schema";
			default -> "the API server";
		};
	}

	private static String forbidden(String message) {
		if (message.contains("exceeded quota") || message.contains("status unknown for quota")) {
			return "a quota";
		}
		if (message.contains("because it is being terminated")) {
			return "the namespace, which is being deleted";
		}
		// The message of RBAC: User "x" cannot create resource "y" in ...
		return message.contains(" cannot ") ? "RBAC: the service lacks the permission" : "an admission plug-in";
	}

}
