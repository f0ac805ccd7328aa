package org.seldonruns.web.waiting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** Describes {@code Prefer: wait} for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = WaitPreference.PREFER, in = ParameterIn.HEADER, description = """
		wait=N delays the response until the run has finished or N seconds have passed; N above 60 counts as 60. The \
		preference is ignored if it is invalid, if too many clients wait or if you may not read the run.""",
		schema = @Schema(type = "string", examples = "wait=30"))
public @interface WaitParameter {

	/** The description of {@code Preference-Applied}. */
	String APPLIED = "The applied preference, wait=N; missing if the preference was ignored.";

}
