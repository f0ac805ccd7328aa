package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

@Schema(name = "DryRunResult", description = "The result of a successful dry run.")
public record DryRunView(
		@Schema(description = "Always ACCEPTABLE; a rejection is a problem.", allowableValues = DryRunView.ACCEPTABLE,
				example = DryRunView.ACCEPTABLE) String verdict,
		ResourceView resource, @Schema(description = "The warnings of the API server.") List<String> warnings,
		@Schema(description = "The fields that the service removes from the upload because the API server sets them.",
				example = "[\"status\", \"metadata.uid\"]") List<String> dropped) {

	public static final String ACCEPTABLE = "ACCEPTABLE";

}
