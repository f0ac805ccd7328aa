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

/** Finds the run of a request and checks the permission of the caller. */
@Component
public class RunLookup {

	private final RunHistory history;

	private final RunAccess access;

	RunLookup(RunHistory history, RunAccess access) {
		this.history = history;
		this.access = access;
	}

	/**
	 * Finds the run, names it in the audit log, and checks that the caller may perform
	 * the action.
	 * @param id the id in the path
	 * @param action the action of the request
	 * @param request the request, whose query must be empty
	 * @throws ProblemException if the id is invalid or unknown, or the query is not empty
	 * @throws org.springframework.security.access.AccessDeniedException if the caller may
	 * not perform the action
	 */
	public Run find(String id, Action action, HttpServletRequest request) {
		QueryArgumentResolver.requireEmpty(request.getParameterMap().keySet());
		Run run = history.find(parse(id)).orElseThrow(() -> unknown(id));
		AuditTrail.record(request, run);
		access.require(action, run.request().resource().namespace());
		return run;
	}

	private static RunId parse(String id) {
		try {
			return RunId.parse(id);
		}
		catch (IllegalArgumentException exception) {
			throw new ProblemException(ProblemType.INVALID_ID,
					"%s is not the id of a run; it must be a lowercase UUID, as in the response to POST /runs."
						.formatted(PrintableText.quoted(id)));
		}
	}

	static ProblemException unknown(String id) {
		return new ProblemException(ProblemType.RUN_NOT_FOUND,
				"The history has no run %s; GET /runs lists all runs.".formatted(id));
	}

}
