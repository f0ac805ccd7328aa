package org.seldonruns.lifecycle;

import org.seldonruns.run.Run;
import org.seldonruns.seldon.Manifest;

/**
 * A run that waits or is played.
 *
 * @param run the run
 * @param manifest what it is to create
 * @param cancellation the wish to stop it
 */
record LiveRun(Run run, Manifest manifest, Cancellation cancellation) {

	LiveRun(Run run, Manifest manifest) {
		this(run, manifest, new Cancellation());
	}

}
