package org.seldonruns.web;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunHistory;
import org.seldonruns.run.RunId;

/** Finds the run that a path names. */
@Component
class RunLookup {

	private final RunHistory history;

	RunLookup(RunHistory history) {
		this.history = history;
	}

	/**
	 * Finds a run.
	 * @param id names it
	 * @param request with a query that must be empty
	 * @return the run
	 * @throws ProblemException where the id is none, or there is no such run
	 */
	Run find(String id, HttpServletRequest request) {
		QueryParameters.of(request).check();
		return history.find(parse(id)).orElseThrow(() -> unknown(id));
	}

	static RunId parse(String id) {
		try {
			return RunId.parse(id);
		}
		catch (IllegalArgumentException exception) {
			throw new ProblemException(ProblemType.INVALID_ID,
					"%s is not the id of a run; give a UUID in lower case, as POST /runs hands it out."
						.formatted(ValueReaders.quoted(id)));
		}
	}

	static ProblemException unknown(String id) {
		return new ProblemException(ProblemType.RUN_NOT_FOUND,
				"The history has no run %s; GET /runs lists those that it has.".formatted(id));
	}

}
