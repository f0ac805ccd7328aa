package org.seldonruns.web.query;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits an integer to the range from 1, or a duration to the range from 1 ms or 0, to a
 * maximum. {@link QueryFormats} enforces it.
 */
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@interface AtMost {

	/** The maximum, as a SpEL expression on {@link RequestSettings}. */
	String value();

	/** Whether a duration can be 0. */
	boolean orZero() default false;

}
