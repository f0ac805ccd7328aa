package org.seldonruns.web.view;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the API server says of a manifest that it would take.
 *
 * @param verdict always ACCEPTABLE; anything else is a problem
 * @param resource what would be created
 * @param warnings what the API server said beside that
 * @param dropped what of the upload would be left out
 */
@Schema(name = "Verdict", description = "What the API server says of a manifest that it would take.")
public record DryRunView(
		@Schema(description = "That it would; anything else is a problem.", allowableValues = DryRunView.ACCEPTABLE,
				example = DryRunView.ACCEPTABLE) String verdict,
		ResourceView resource, @Schema(description = "What the API server said beside that.") List<String> warnings,
		@Schema(description = "What of the upload would be left out, as it is the cluster's to say.",
				example = "[\"status\", \"metadata.uid\"]") List<String> dropped) {

	public static final String ACCEPTABLE = "ACCEPTABLE";

}
