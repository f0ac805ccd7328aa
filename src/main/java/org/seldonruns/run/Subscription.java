package org.seldonruns.run;

/** A registered listener. */
public interface Subscription extends AutoCloseable {

	/** Removes the listener; without effect if it is already removed. */
	@Override
	void close();

}
