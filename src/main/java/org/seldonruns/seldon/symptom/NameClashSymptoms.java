package org.seldonruns.seldon.symptom;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.resource.DeploymentNameMatcher;
import org.seldonruns.seldon.resource.SeenEvent;
import org.seldonruns.seldon.resource.SeldonDeployment;
import org.seldonruns.seldon.symptom.Symptom.Certainty;
import org.seldonruns.seldon.symptom.Symptom.Kind;

/**
 * Detects parts of a resource whose Deployments get the same name. The operator creates
 * the Deployment for one and deletes it for the other in an endless loop.
 */
final class NameClashSymptoms {

	private static final Pattern EXISTS = Pattern.compile("deployments\\.apps \"([^\"]+)\" already exists");

	private NameClashSymptoms() {
	}

	static Optional<Symptom> in(SymptomContext context, SeldonDeployment resource) {
		List<SeenEvent> events = context.events(Manifest.KIND, Set.of("InternalError"));
		return events.stream()
			.map(event -> EXISTS.matcher(event.message()))
			.filter(Matcher::find)
			.map(found -> found.group(1))
			.distinct()
			.filter(name -> partsNamed(resource, name).size() > 1)
			.findFirst()
			.map(name -> new Symptom(Kind.OPERATOR_FAILED, Certainty.PROBABLE, explanation(resource, name),
					EvidenceTexts.bounded(events.stream().map(EvidenceTexts::line).toList()), null));
	}

	private static String explanation(SeldonDeployment resource, String name) {
		return "The operator creates and deletes Deployment %s in an endless loop because several parts of the resource get this name: %s. Rename one of them."
			.formatted(name, String.join(", ", partsNamed(resource, name)));
	}

	private static List<String> partsNamed(SeldonDeployment resource, String name) {
		Stream<String> components = resource.components()
			.stream()
			.filter(component -> DeploymentNameMatcher.mayName(component, name))
			.map(component -> "component %d of predictor %s".formatted(component.index(),
					resource.predictors().get(component.predictor()).name()));
		Stream<String> orchestrators = resource.predictors()
			.stream()
			.filter(predictor -> resource.separateOrchestrator() && name.equals(predictor.orchestrator()))
			.map(predictor -> "the orchestrator of predictor " + predictor.name());
		Stream<String> explainers = resource.predictors()
			.stream()
			.filter(predictor -> name.equals(predictor.explainer()))
			.map(predictor -> "the explainer of predictor " + predictor.name());
		return Stream.of(components, orchestrators, explainers).flatMap(each -> each).toList();
	}

}
