package org.seldonruns.lifecycle.step;

import org.seldonruns.run.Diagnosis;

/**
 * How a wait ended.
 *
 * @param <T> what was waited for
 */
public sealed interface WaitResult<T> {

	/**
	 * It came.
	 *
	 * @param <T> what was waited for
	 * @param value what came
	 */
	record Came<T>(T value) implements WaitResult<T> {
	}

	/**
	 * The deadline passed.
	 *
	 * @param <T> what was waited for
	 */
	record TimeUp<T>() implements WaitResult<T> {
	}

	/**
	 * The run was stopped.
	 *
	 * @param <T> what was waited for
	 * @param why by what
	 */
	record Stopped<T>(Diagnosis why) implements WaitResult<T> {
	}

}
