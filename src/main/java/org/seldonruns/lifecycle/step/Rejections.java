package org.seldonruns.lifecycle.step;

import java.util.List;

import org.seldonruns.run.Cause;
import org.seldonruns.run.Diagnosis;

/** Tells who refused a request, by the API server's own words. */
final class Rejections {

	private Rejections() {
	}

	/**
	 * Makes a diagnosis.
	 * @param refused the refusal
	 * @return with the API server's sentence as explanation
	 */
	static Diagnosis diagnose(Asked.Refused<?> refused) {
		return new Diagnosis(Cause.REFUSED, refused.message(), List.of("the API server answered %d %s: refused by %s"
			.formatted(refused.code(), refused.reason(), who(refused))));
	}

	private static String who(Asked.Refused<?> refused) {
		String message = refused.message();
		if (message.startsWith("admission webhook")) {
			return "an admission webhook";
		}
		if (message.contains("ValidatingAdmissionPolicy")) {
			return "an admission policy";
		}
		return switch (refused.code()) {
			case 401 -> "authentication: the service's credentials are not accepted";
			case 403 -> forbidden(message);
			case 404 -> "the cluster, which lacks what is asked for";
			case 409 -> "the name, which is taken";
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
		// As the API server's authorisation words it: User "x" cannot create resource "y"
		// in ...
		return message.contains(" cannot ") ? "RBAC: the service lacks the permission" : "an admission plug-in";
	}

}
