package org.seldonruns.seldon.symptom;

import java.util.regex.Pattern;

import org.seldonruns.seldon.resource.DeploymentRole;
import org.seldonruns.seldon.resource.SeldonDeployment;

/**
 * Explains the containers that the operator adds to the pods: the author of a manifest
 * does not find them there. Their names are those of Seldon Core 1.18
 * (seldondeployment_engine.go, model_initializer_injector.go).
 */
final class OperatorContainers {

	private static final Pattern ORCHESTRATOR = Pattern.compile("\\bseldon-container-engine\\b");

	private static final Pattern INITIALIZER = Pattern.compile("-model-initializer\\b");

	private OperatorContainers() {
	}

	/**
	 * Returns a sentence that begins with a space; empty if a text names none of them.
	 */
	static String hint(String text, SeldonDeployment resource) {
		if (ORCHESTRATOR.matcher(text).find()) {
			return " The operator adds this container (the service orchestrator); predictors[].svcOrchSpec and the variables "
					+ "EXECUTOR_* of the operator configure it.";
		}
		if (INITIALIZER.matcher(text).find()) {
			return " The operator adds this init container, which downloads modelUri; envSecretRefName and "
					+ "storageInitializerImage of the graph node, and storageInitializer in the ConfigMap seldon-config, "
					+ "configure it.";
		}
		boolean explainer = resource.auxiliaries()
			.stream()
			.anyMatch(each -> each.role() == DeploymentRole.EXPLAINER && text.contains(each.deployment()));
		return explainer ? " The operator adds the explainer; predictors[].explainer, and explainer in the ConfigMap "
				+ "seldon-config, configure it." : "";
	}

}
