package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

@Schema(name = "Verdict", description = "The result of a successful dry run.")
public record DryRunView(
		@Schema(description = "Always ACCEPTABLE; a rejection is a problem.", allowableValues = DryRunView.ACCEPTABLE,
				example = DryRunView.ACCEPTABLE) String verdict,
		ResourceView resource, @Schema(description = "The warnings, in order.") List<WarningView> warnings,
		@Schema(description = "The fields that the service removes from the upload because they belong to an existing object.",
				example = "[\"status\", \"metadata.uid\"]") List<String> dropped,
		@Schema(description = "The checks that a dry run does not make, because they need a run.") List<String> notChecked) {

	/** The checks that a dry run does not make. */
	public static final List<String> NOT_CHECKED = List.of(
			"Pods: the API server checks them when a ReplicaSet creates them, against quotas, Pod Security, "
					+ "ServiceAccounts and admission webhooks for pods.",
			"Images, volumes, scheduling and probes: nodes check them when the pods start.",
			"The operator's own checks while it reconciles the resource.");

	public static final String ACCEPTABLE = "ACCEPTABLE";

}
