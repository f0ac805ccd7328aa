package org.seldonruns.web.query;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits a number from 1, or a duration from 1 ms. {@link QueryFormats} applies it. */
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@interface AtMost {

	/** The limit: a SpEL expression on {@link RequestSettings}. */
	String value();

}
