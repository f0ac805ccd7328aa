package org.seldonruns.web.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes the precondition of a change to a run for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "If-Match", in = ParameterIn.HEADER,
		description = "The ETag of an earlier response, of any media type. If the run has changed since then, the "
				+ "request has no effect and the status is 412.",
		schema = @Schema(type = "string", examples = "W/\"1795330865113042-json\""))
@interface IfMatchParameter {

}
