package org.seldonruns.lifecycle.step;

import org.seldonruns.run.Diagnosis;

/**
 * The result of a wait.
 *
 * @param <T> the type of the value
 */
public sealed interface WaitResult<T> {

	/**
	 * The value arrived.
	 *
	 * @param <T> the type of the value
	 * @param value the value
	 */
	record Completed<T>(T value) implements WaitResult<T> {
	}

	/**
	 * The deadline passed.
	 *
	 * @param <T> the type of the value
	 */
	record TimedOut<T>() implements WaitResult<T> {
	}

	/**
	 * The run was cancelled.
	 *
	 * @param <T> the type of the value
	 * @param why the reason
	 */
	record Cancelled<T>(Diagnosis why) implements WaitResult<T> {
	}

}
