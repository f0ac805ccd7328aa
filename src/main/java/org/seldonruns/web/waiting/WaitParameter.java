package org.seldonruns.web.waiting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes the preference to wait for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = WaitPreference.PREFER, in = ParameterIn.HEADER, description = """
		wait=N answers when the run is over, or N seconds (at most 60) have passed. A preference that cannot be read \
		is ignored.""", schema = @Schema(type = "string", examples = "wait=30"))
public @interface WaitParameter {

	/** What the header of the answer says. */
	String APPLIED = "How long the answer would have waited at most; only where the preference was met.";

}
