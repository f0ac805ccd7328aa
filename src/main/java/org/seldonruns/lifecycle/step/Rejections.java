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
		return new Diagnosis(Cause.REFUSED, rejection.message(), List.of("the API server responded with %d %s: %s"
			.formatted(rejection.code(), rejection.reason(), rejectedBy(rejection))));
	}

	private static String rejectedBy(RequestResult.Rejected<?> rejection) {
		String message = rejection.message();
		if (message.startsWith("admission webhook")) {
			return "rejected by an admission webhook";
		}
		if (message.contains("ValidatingAdmissionPolicy")) {
			return "rejected by an admission policy";
		}
		return switch (rejection.code()) {
			case 401 -> "authentication failed: the credentials of the service are invalid";
			case 403 -> forbidden(message);
			case 404 -> "the namespace or the SeldonDeployment CRD does not exist in the cluster";
			case 409 -> "the name is already in use";
			case 400, 422 -> "rejected by the validation of the API server";
			default -> "rejected by the API server";
		};
	}

	private static String forbidden(String message) {
		if (message.contains("exceeded quota") || message.contains("status unknown for quota")) {
			return "rejected by a quota";
		}
		if (message.contains("because it is being terminated")) {
			return "the namespace is being deleted";
		}
		// The message of RBAC: User "x" cannot create resource "y" in ...
		return message.contains(" cannot ") ? "rejected by RBAC: the service lacks the permission"
				: "rejected by an admission plugin";
	}

}
