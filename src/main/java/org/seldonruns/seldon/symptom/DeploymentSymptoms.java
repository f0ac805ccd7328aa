package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects problems from the conditions of Deployments. */
final class DeploymentSymptoms {

	private DeploymentSymptoms() {
	}

	static Optional<Symptom> quota(SymptomContext context) {
		List<Match> found = matches(context, DeploymentSymptoms::isRejection);
		return symptom(Kind.QUOTA, found, match -> rejection(match.condition().message()), Stream.of());
	}

	// The condition of a ReplicaSet, which its Deployment repeats, or of the Deployment
	// if
	// there is no ReplicaSet.
	private static boolean isRejection(Condition condition) {
		return (condition.is("ReplicaFailure", "True") && !"FailedDelete".equals(condition.reason()))
				|| (condition.is("Progressing", "False") && "ReplicaSetCreateError".equals(condition.reason()));
	}

	private static String rejection(@Nullable String message) {
		String sentence = (message != null) ? message : "";
		if (sentence.contains("exceeded quota")) {
			return "Pods of Deployment %s cannot be created because a quota is exceeded";
		}
		if (sentence.contains("failed quota")) {
			return "Pods of Deployment %s cannot be created because a quota requires resources that their spec does not set";
		}
		if (sentence.contains("usage per ") || sentence.contains("limit to request ratio")) {
			return "Pods of Deployment %s cannot be created because a limit range rejects them";
		}
		if (sentence.contains("violates PodSecurity")) {
			return "Pods of Deployment %s cannot be created because the Pod Security level of the namespace rejects them";
		}
		if (sentence.contains("admission webhook")) {
			return "Pods of Deployment %s cannot be created because an admission webhook rejects them";
		}
		return "Pods of Deployment %s cannot be created because the API server rejects them";
	}

	static Optional<Symptom> progressDeadline(SymptomContext context) {
		List<Match> found = matches(context, condition -> condition.is("Progressing", "False")
				&& "ProgressDeadlineExceeded".equals(condition.reason()));
		return symptom(Kind.PROGRESS_DEADLINE, found,
				match -> "Deployment %s made no progress within its progress deadline", PodSymptoms.unready(context));
	}

	private static Optional<Symptom> symptom(Kind kind, List<Match> found, Function<Match, String> start,
			Stream<String> more) {
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(kind, Certainty.PROBABLE,
					EvidenceTexts.sentence(start.apply(first).formatted(first.deployment().name()),
							first.condition().message()) + EvidenceTexts.others(found.size() - 1, "Deployment"),
					EvidenceTexts.bounded(Stream.concat(found.stream().map(Match::evidence), more).toList()), null));
	}

	private static List<Match> matches(SymptomContext context, Predicate<Condition> wanted) {
		return context.unsettled()
			.stream()
			.flatMap(deployment -> deployment.conditions()
				.stream()
				.filter(wanted)
				.limit(1)
				.map(condition -> new Match(deployment, condition)))
			.toList();
	}

	private record Match(OwnedDeployment deployment, Condition condition) {

		private String evidence() {
			return EvidenceTexts.line("Deployment " + deployment.name(), condition);
		}

	}

}
