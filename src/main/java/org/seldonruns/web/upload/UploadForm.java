package org.seldonruns.web.upload;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The multipart form of an upload; only the OpenAPI document speaks of it.
 *
 * @param file the manifest
 */
@Schema(description = "An upload as a form, which curl -F file=@model.yaml and browsers send.")
public record UploadForm(@Schema(description = "One SeldonDeployment as YAML or JSON in UTF-8.", type = "string",
		format = "binary") String file) {
}
