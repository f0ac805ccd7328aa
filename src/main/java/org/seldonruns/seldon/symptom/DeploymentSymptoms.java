package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.seldonruns.seldon.resource.Condition;
import org.seldonruns.seldon.resource.OwnedDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/** Detects problems from the conditions of Deployments. */
final class DeploymentSymptoms {

	private DeploymentSymptoms() {
	}

	static Optional<Symptom> quota(SymptomContext context) {
		return rejected(context, Kind.QUOTA, PodRejection::isByQuota);
	}

	static Optional<Symptom> podRejected(SymptomContext context) {
		return rejected(context, Kind.POD_REJECTED, rejection -> !rejection.isByQuota());
	}

	private static Optional<Symptom> rejected(SymptomContext context, Kind kind, Predicate<PodRejection> wanted) {
		List<Match> found = matches(context,
				condition -> isRejection(condition) && wanted.test(PodRejection.of(condition)));
		return symptom(kind, found, match -> "Pods of Deployment %s cannot be created because %s"
			.formatted(match.deployment().name(), PodRejection.of(match.condition()).reason()), Stream.of());
	}

	// The ReplicaSet has this condition and its Deployment repeats it. Without a
	// ReplicaSet, the Deployment itself has it.
	private static boolean isRejection(Condition condition) {
		return (condition.is("ReplicaFailure", "True") && !"FailedDelete".equals(condition.reason()))
				|| (condition.is("Progressing", "False") && "ReplicaSetCreateError".equals(condition.reason()));
	}

	static Optional<Symptom> progressDeadline(SymptomContext context) {
		List<Match> found = matches(context, condition -> condition.is("Progressing", "False")
				&& "ProgressDeadlineExceeded".equals(condition.reason()));
		return symptom(Kind.PROGRESS_DEADLINE, found,
				match -> "Deployment %s made no progress within its progress deadline"
					.formatted(match.deployment().name()),
				PodSymptoms.unready(context));
	}

	private static Optional<Symptom> symptom(Kind kind, List<Match> found, Function<Match, String> start,
			Stream<String> more) {
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(kind, Certainty.PROBABLE,
					EvidenceTexts.sentence(start.apply(first), first.condition().message())
							+ EvidenceTexts.others(found.size() - 1, "Deployment"),
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
