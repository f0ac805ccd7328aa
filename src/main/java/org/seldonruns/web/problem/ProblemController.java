package org.seldonruns.web.problem;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.RestController;

import org.seldonruns.run.Cause;
import org.seldonruns.web.view.FailureType;

/** Serves the documentation of each problem type at the path that is its type. */
@RestController
class ProblemController implements ProblemsApi {

	@Override
	public List<ProblemDocument> all() {
		return Stream
			.concat(Arrays.stream(ProblemType.values()).map(ProblemDocument::of),
					Arrays.stream(Cause.values()).map(ProblemDocument::of))
			.toList();
	}

	@Override
	public ProblemDocument problem(String name, HttpServletRequest request) {
		return ProblemType.ofSlug(name).map(ProblemDocument::of).orElseThrow(() -> unknown(request));
	}

	@Override
	public ProblemDocument failure(String cause, HttpServletRequest request) {
		return FailureType.ofSlug(cause).map(ProblemDocument::of).orElseThrow(() -> unknown(request));
	}

	private static ProblemException unknown(HttpServletRequest request) {
		return new ProblemException(ProblemType.NOT_FOUND,
				"Unknown problem type %s; GET /problems lists all types.".formatted(request.getRequestURI()));
	}

}
