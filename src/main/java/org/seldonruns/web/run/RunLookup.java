package org.seldonruns.web.run;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.history.RunHistory;
import org.seldonruns.security.Action;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.protection.AuditTrail;
import org.seldonruns.web.query.QueryArgumentResolver;
import org.seldonruns.web.text.PrintableText;

/** Finds the run that a path names, for a caller who may do with it what he wants to. */
@Component
public class RunLookup {

	private final RunHistory history;

	private final RunAccess access;

	RunLookup(RunHistory history, RunAccess access) {
		this.history = history;
		this.access = access;
	}

	/**
	 * Finds a run for what the caller wants to do with it.
	 * @param id names it
	 * @param action what that is
	 * @param request with a query that must be empty
	 * @return the run
	 * @throws ProblemException where the id is none, or there is no such run
	 * @throws org.springframework.security.access.AccessDeniedException where the caller
	 * may not do that
	 */
	public Run find(String id, Action action, HttpServletRequest request) {
		QueryArgumentResolver.requireNone(request.getParameterMap().keySet());
		Run run = history.find(parse(id)).orElseThrow(() -> unknown(id));
		AuditTrail.about(request, run);
		access.require(action, run.request().resource().namespace());
		return run;
	}

	private static RunId parse(String id) {
		try {
			return RunId.parse(id);
		}
		catch (IllegalArgumentException exception) {
			throw new ProblemException(ProblemType.INVALID_ID,
					"%s is not the id of a run; give a UUID in lower case, as POST /runs hands it out."
						.formatted(PrintableText.quoted(id)));
		}
	}

	static ProblemException unknown(String id) {
		return new ProblemException(ProblemType.RUN_NOT_FOUND,
				"The history has no run %s; GET /runs lists those that it has.".formatted(id));
	}

}
