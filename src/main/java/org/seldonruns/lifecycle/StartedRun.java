package org.seldonruns.lifecycle;

import org.seldonruns.run.Run;

/**
 * The result of a request to start a run.
 *
 * @param run the run
 * @param replayed whether an earlier request with the same idempotency key started it
 */
public record StartedRun(Run run, boolean replayed) {

}
