package org.seldonruns.web.upload;

import org.jspecify.annotations.Nullable;
import org.seldonruns.lifecycle.prediction.AnswerSchema;
import org.seldonruns.lifecycle.prediction.InvalidSchemaException;
import org.seldonruns.run.request.Upload;
import org.seldonruns.run.request.UploadParts;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import org.springframework.util.unit.DataSize;

/** Checks the parts of a form that describe predictions. */
final class PredictionParts {

	private static final JsonFactory JSON = new JsonFactory();

	private PredictionParts() {
	}

	/**
	 * Checks the parts {@code request} and {@code expect}, if present.
	 * @throws ProblemException if one is too large, the request is not JSON, or the
	 * expectation is not a JSON Schema
	 */
	static void check(UploadParts parts, UploadSettings settings) {
		Upload request = parts.request();
		requireSize(MultipartUpload.REQUEST, request, settings.maxRequestSize());
		requireSize(MultipartUpload.EXPECT, parts.expect(), DataSize.ofBytes(AnswerSchema.MAX_SIZE));
		if (request != null) {
			requireJson(request);
		}
		if (parts.expect() != null) {
			requireSchema(parts.expect());
		}
	}

	static void requireSize(String part, @Nullable Upload upload, DataSize limit) {
		if (upload != null && upload.size() > limit.toBytes()) {
			throw new ProblemException(ProblemType.UPLOAD_TOO_LARGE,
					"The part %s is larger than the limit of %s.".formatted(part, inWords(limit)));
		}
	}

	private static void requireJson(Upload request) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), request.open())) {
			if (parser.nextToken() == null) {
				throw invalid("The part request is empty; send the JSON body of a prediction.");
			}
			parser.skipChildren();
			if (parser.nextToken() != null) {
				throw invalid("The part request contains more than one JSON value; send one.");
			}
		}
		catch (JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			throw invalid("The part request is not valid JSON (line %d, column %d): %s.".formatted(location.getLineNr(),
					location.getColumnNr(), ex.getOriginalMessage()));
		}
	}

	private static void requireSchema(Upload expect) {
		try {
			AnswerSchema.parse(expect.bytes());
		}
		catch (InvalidSchemaException ex) {
			throw invalid("The part expect is not a valid JSON Schema: %s.".formatted(ex.getMessage()));
		}
	}

	private static ProblemException invalid(String detail) {
		return new ProblemException(ProblemType.INVALID_UPLOAD, detail);
	}

	static String inWords(DataSize size) {
		return (size.toBytes() % 1024 == 0) ? size.toKilobytes() + " KiB" : size.toBytes() + " bytes";
	}

}
