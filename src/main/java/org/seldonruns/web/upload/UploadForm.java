package org.seldonruns.web.upload;

import io.swagger.v3.oas.annotations.media.Schema;

/** The multipart form of an upload, for the OpenAPI document. */
@Schema(description = "An upload as a form, as sent by curl -F file=@model.yaml and by browsers.")
public record UploadForm(@Schema(description = "One SeldonDeployment as YAML or JSON in UTF-8.", type = "string",
		format = "binary") String file) {
}
