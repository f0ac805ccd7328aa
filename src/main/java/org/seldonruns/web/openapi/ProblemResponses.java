package org.seldonruns.web.openapi;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OperationCustomizer;

import org.seldonruns.web.problem.PossibleProblems;
import org.seldonruns.web.problem.Problem;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.upload.ContentEncodingCheck;
import org.seldonruns.web.upload.UploadType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Adds the responses with problems to each operation. */
@Component
class ProblemResponses implements OperationCustomizer {

	/** The problems of all operations. */
	private static final List<ProblemType> COMMON = List.of(ProblemType.MALFORMED_REQUEST, ProblemType.CROSS_SITE,
			ProblemType.NOT_FOUND, ProblemType.METHOD_NOT_ALLOWED, ProblemType.NOT_ACCEPTABLE, ProblemType.WRONG_HOST,
			ProblemType.INTERNAL_ERROR, ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN,
			ProblemType.CLUSTER_UNAVAILABLE);

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		PossibleProblems problems = handler.getMethodAnnotation(PossibleProblems.class);
		if (problems == null) {
			return operation;
		}
		Map<HttpStatus, List<ProblemType>> byStatus = Stream.concat(Arrays.stream(problems.value()), COMMON.stream())
			.distinct()
			.collect(Collectors.groupingBy(ProblemType::status));
		Map<String, ApiResponse> sorted = new TreeMap<>(operation.getResponses());
		byStatus.forEach((status, types) -> sorted.put(Integer.toString(status.value()), response(status, types)));
		ApiResponses responses = new ApiResponses();
		responses.putAll(sorted);
		operation.setResponses(responses);
		return operation;
	}

	private static ApiResponse response(HttpStatus status, Collection<ProblemType> types) {
		MediaType content = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
		types.forEach(type -> content.addExamples(type.slug(),
				new Example().summary(type.title()).value(Problem.of(type, type.description(), "/runs"))));
		ApiResponse response = new ApiResponse()
			.description(types.stream().map(type -> type.title() + ".").collect(Collectors.joining(" ")))
			.content(new Content().addMediaType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					content));
		return switch (status) {
			case UNAUTHORIZED ->
				withHeader(response, HttpHeaders.WWW_AUTHENTICATE, "The required authentication scheme.", "Bearer");
			case METHOD_NOT_ALLOWED ->
				withHeader(response, HttpHeaders.ALLOW, "The methods that the path supports.", "GET, POST");
			case UNSUPPORTED_MEDIA_TYPE ->
				withHeader(response, UploadType.ACCEPT_POST, "The supported media types.", UploadType.ALL)
					.addHeaderObject(HttpHeaders.ACCEPT_ENCODING,
							new Header()
								.description("The supported content encoding, if that of the upload is not supported.")
								.schema(new StringSchema().example(ContentEncodingCheck.IDENTITY)));
			case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE ->
				withHeader(response, HttpHeaders.RETRY_AFTER, "The time after which to retry, in seconds.", "30");
			default -> response;
		};
	}

	private static ApiResponse withHeader(ApiResponse response, String name, String description, String example) {
		return response.addHeaderObject(name,
				new Header().description(description).required(true).schema(new StringSchema().example(example)));
	}

}
