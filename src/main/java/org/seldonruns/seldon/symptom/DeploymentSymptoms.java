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

/** What the conditions of Deployments say. */
final class DeploymentSymptoms {

	private DeploymentSymptoms() {
	}

	static Optional<Symptom> quota(SymptomContext scene) {
		List<Said> found = said(scene, DeploymentSymptoms::isRefusal);
		return symptom(Kind.QUOTA, found, said -> refusal(said.condition().message()), Stream.of());
	}

	// A ReplicaSet's condition that its Deployment repeats, or, where there is not even a
	// ReplicaSet, the Deployment's own.
	private static boolean isRefusal(Condition condition) {
		return (condition.is("ReplicaFailure", "True") && !"FailedDelete".equals(condition.reason()))
				|| (condition.is("Progressing", "False") && "ReplicaSetCreateError".equals(condition.reason()));
	}

	private static String refusal(@Nullable String message) {
		String sentence = (message != null) ? message : "";
		if (sentence.contains("exceeded quota")) {
			return "Pods of Deployment %s cannot be created, since a quota is used up";
		}
		if (sentence.contains("failed quota")) {
			return "Pods of Deployment %s cannot be created, since a quota asks for resources that their spec does not name";
		}
		if (sentence.contains("usage per ") || sentence.contains("limit to request ratio")) {
			return "Pods of Deployment %s cannot be created, since a limit range forbids it";
		}
		if (sentence.contains("violates PodSecurity")) {
			return "Pods of Deployment %s cannot be created, since the namespace's pod security level forbids it";
		}
		if (sentence.contains("admission webhook")) {
			return "Pods of Deployment %s cannot be created, since an admission webhook stands against it";
		}
		return "Pods of Deployment %s cannot be created, since the API server refuses them";
	}

	static Optional<Symptom> progressDeadline(SymptomContext scene) {
		List<Said> found = said(scene, condition -> condition.is("Progressing", "False")
				&& "ProgressDeadlineExceeded".equals(condition.reason()));
		return symptom(Kind.PROGRESS_DEADLINE, found,
				said -> "Deployment %s made no progress within its progress deadline", PodSymptoms.unready(scene));
	}

	private static Optional<Symptom> symptom(Kind kind, List<Said> found, Function<Said, String> start,
			Stream<String> more) {
		return found.stream()
			.findFirst()
			.map(first -> new Symptom(kind, Certainty.PROBABLE,
					EvidenceTexts.sentence(start.apply(first).formatted(first.deployment().name()),
							first.condition().message()) + EvidenceTexts.andOthers(found.size() - 1, "Deployment"),
					EvidenceTexts.bounded(Stream.concat(found.stream().map(Said::evidence), more).toList()), null));
	}

	private static List<Said> said(SymptomContext scene, Predicate<Condition> wanted) {
		return scene.unsettled()
			.stream()
			.flatMap(deployment -> deployment.conditions()
				.stream()
				.filter(wanted)
				.limit(1)
				.map(condition -> new Said(deployment, condition)))
			.toList();
	}

	private record Said(OwnedDeployment deployment, Condition condition) {

		private String evidence() {
			return EvidenceTexts.line("Deployment " + deployment.name(), condition);
		}

	}

}
