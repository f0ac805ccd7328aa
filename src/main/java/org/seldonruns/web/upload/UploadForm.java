package org.seldonruns.web.upload;

import org.jspecify.annotations.Nullable;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;

/** The multipart form of an upload, for the OpenAPI document. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An upload as a form, as sent by curl -F file=@model.yaml and by browsers.")
public record UploadForm(
		@Schema(description = "One SeldonDeployment as YAML or JSON in UTF-8.", type = "string",
				format = "binary") String file,
		@Schema(description = "The body of the predictions: a JSON document of at most 1 MiB. With it, the run has the "
				+ "steps PREDICT and PREDICT_SCALED, and with the part update also PREDICT_UPDATED.",
				examples = UploadForm.EMPTY) @Nullable String request,
		@Schema(description = "A JSON Schema of at most 64 KiB that each answer must match, without references to other "
				+ "documents.", examples = UploadForm.EMPTY) @Nullable String expect,
		@Schema(description = "A second SeldonDeployment of the same name, as YAML or JSON in UTF-8. With it, the run has "
				+ "the steps UPDATE and AWAIT_UPDATED.", examples = UploadForm.EMPTY) @Nullable String update) {

	/** Swagger UI fills in the example, and "string" if there is none. */
	static final String EMPTY = "";

}
