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

/** Delays responses for requests with {@code Prefer: wait}. */
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
	 * Waits until a run meets a condition or the preferred time has passed.
	 * @return false if the preference is ignored because too many clients are waiting
	 */
	boolean await(Run run, WaitPreference preference, Predicate<Run> condition) {
		Deadline deadline = timekeeper.deadline(preference.time());
		Optional<WaitingClient> admitted = clients.admit(access.caller(), run::onChange);
		if (admitted.isEmpty()) {
			return false;
		}
		try (WaitingClient client = admitted.get()) {
			while (!condition.test(run) && !client.isDismissed() && !deadline.hasPassed(timekeeper)) {
				client.await(deadline.remaining(timekeeper));
			}
		}
		return true;
	}

}
