package org.seldonruns.web.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes the id of a run in a path for the OpenAPI document. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(description = "The id of the run.",
		schema = @Schema(type = "string", format = "uuid",
				pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
				examples = "0199f1c2-5c1e-7b3a-9d7f-2f1f6c0f8a11"))
public @interface IdParameter {

}
