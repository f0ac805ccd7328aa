package org.seldonruns.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes what runs are filtered by for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "namespace", in = ParameterIn.QUERY, description = "Only runs in this namespace.",
		schema = @Schema(type = "string", pattern = "^" + ValueReaders.NAMESPACE + "$",
				maxLength = ValueReaders.LONGEST_NAMESPACE, examples = "seldon"))
@Parameter(name = "status", in = ParameterIn.QUERY, description = "Only runs that stand so.",
		schema = @Schema(ref = "#/components/schemas/RunStatus"))
@Parameter(name = "label", in = ParameterIn.QUERY, description = "Only runs with all of these labels.",
		array = @ArraySchema(maxItems = RunsApi.MOST_LABELS,
				schema = @Schema(type = "string", pattern = RunsApi.LABEL, examples = "commit=9f1c2e")))
@interface FilterParameters {

}
