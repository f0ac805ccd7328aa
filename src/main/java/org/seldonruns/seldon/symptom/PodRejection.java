package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.Condition;

/**
 * Why the API server rejects the pods of a Deployment. The texts are those of the
 * admission plug-ins in k8s.io/kubernetes/plugin/pkg/admission.
 *
 * @param message the message of the API server
 */
record PodRejection(String message) {

	private static final Pattern SERVICE_ACCOUNT = Pattern.compile("serviceaccount \"([^\"]+)\" not found");

	private static final Pattern PRIORITY_CLASS = Pattern.compile("no PriorityClass with name (\\S+) was found");

	private static final Pattern RUNTIME_CLASS = Pattern.compile("RuntimeClass \"([^\"]+)\" not found");

	private static final Pattern WEBHOOK = Pattern.compile("admission webhook \"([^\"]+)\" denied the request");

	private static final Pattern POLICY = Pattern.compile("ValidatingAdmissionPolicy '([^']+)'");

	private static final Pattern UNAVAILABLE = Pattern.compile("failed calling webhook \"([^\"]+)\"");

	static PodRejection of(Condition condition) {
		return new PodRejection(Objects.requireNonNullElse(condition.message(), ""));
	}

	boolean isByQuota() {
		return message.contains("exceeded quota") || message.contains("failed quota") || isByLimitRange();
	}

	private boolean isByLimitRange() {
		return message.contains("usage per ") || message.contains("limit to request ratio");
	}

	/** Returns the reason as a clause that follows "because". */
	String reason() {
		if (message.contains("exceeded quota")) {
			return "a quota is exceeded";
		}
		if (message.contains("failed quota")) {
			return "a quota requires resources that their spec does not set";
		}
		if (isByLimitRange()) {
			return "a limit range rejects them";
		}
		if (message.contains("violates PodSecurity")) {
			return "the Pod Security level of the namespace rejects them";
		}
		return List
			.of(new Known(SERVICE_ACCOUNT, "the ServiceAccount %s does not exist"),
					new Known(PRIORITY_CLASS, "the PriorityClass %s does not exist"),
					new Known(RUNTIME_CLASS, "the RuntimeClass %s does not exist"),
					new Known(WEBHOOK, "the admission webhook %s rejects them"),
					new Known(POLICY, "the ValidatingAdmissionPolicy %s rejects them"),
					new Known(UNAVAILABLE, "the API server cannot call the admission webhook %s"))
			.stream()
			.flatMap(known -> known.in(message))
			.findFirst()
			.orElse("the API server rejects them");
	}

	private record Known(Pattern pattern, String reason) {

		private Stream<String> in(String message) {
			Matcher found = pattern.matcher(message);
			return found.find() ? Stream.of(reason.formatted(found.group(1))) : Stream.of();
		}

	}

}
