package org.seldonruns.run;

/** Lets somebody be told of changes until it is closed. */
public interface Subscription extends AutoCloseable {

	/** Ends it; without effect where it has ended already. */
	@Override
	void close();

}
