package org.seldonruns.web.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the problems of an operation for the OpenAPI document, in addition to those
 * that all operations have.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface PossibleProblems {

	ProblemType[] value() default {};

}
