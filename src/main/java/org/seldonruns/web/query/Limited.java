package org.seldonruns.web.query;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits an integer to 1 to the maximum, and a duration to 1 ms (0 with {@code orZero})
 * to the maximum. {@link QueryFormats} enforces it.
 */
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@interface Limited {

	/** The maximum, as a SpEL expression on {@link RunParameterSettings}. */
	String value();

	/** Whether a duration can be 0. */
	boolean orZero() default false;

}
