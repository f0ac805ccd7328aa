package org.seldonruns.web.run;

import java.util.Optional;
import java.util.function.Predicate;

import org.springframework.stereotype.Component;

import org.seldonruns.run.Run;
import org.seldonruns.time.Deadline;
import org.seldonruns.time.Timekeeper;
import org.seldonruns.web.waiting.WaitPreference;
import org.seldonruns.web.waiting.WaitingClient;
import org.seldonruns.web.waiting.WaitingClients;

/** Holds back the answers of those who would rather wait. */
@Component
class RunWaits {

	private final WaitingClients clients;

	private final RunAccess access;

	private final Timekeeper timekeeper;

	RunWaits(WaitingClients clients, RunAccess access, Timekeeper timekeeper) {
		this.clients = clients;
		this.access = access;
		this.timekeeper = timekeeper;
	}

	/**
	 * Waits for a run to be as somebody wants it, for the time that is preferred at most.
	 * @param run the run
	 * @param preference how long
	 * @param enough when to wait no more
	 * @return whether the preference was met; it is not where as many wait as may
	 */
	boolean await(Run run, WaitPreference preference, Predicate<Run> enough) {
		Deadline deadline = timekeeper.deadline(preference.time());
		Optional<WaitingClient> admitted = clients.admit(access.caller(), run::onChange);
		if (admitted.isEmpty()) {
			return false;
		}
		try (WaitingClient client = admitted.get()) {
			while (!enough.test(run) && !client.isDismissed() && !deadline.hasPassed(timekeeper)) {
				client.await(deadline.remaining(timekeeper));
			}
		}
		return true;
	}

}
