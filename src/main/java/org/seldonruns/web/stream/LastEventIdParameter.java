package org.seldonruns.web.stream;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes {@code Last-Event-ID} for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = EventId.LAST_EVENT_ID, in = ParameterIn.HEADER,
		description = "The id of the last received event; the stream resumes after it.",
		schema = @Schema(type = "string", pattern = EventId.PATTERN, examples = "1795330865113042"))
@interface LastEventIdParameter {

}
