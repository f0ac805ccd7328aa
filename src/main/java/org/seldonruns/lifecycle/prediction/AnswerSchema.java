package org.seldonruns.lifecycle.prediction;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.regex.RegularExpression;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Schema for the answers of a model. Schemas come from callers, so all work is
 * bounded: the number of values, the depth, the evaluation steps and the number of
 * concurrent checks; regular expressions take linear time (RE2), and no other document is
 * loaded.
 */
public final class AnswerSchema {

	/** The largest schema, in bytes. */
	public static final int MAX_SIZE = 64 * 1024;

	private static final int MAX_TOKENS = 250_000;

	private static final int MAX_DEPTH = 100;

	private static final long MAX_STEPS = 1_000_000;

	private static final int SHOWN = 3;

	/** The published meta-schemas, which the library contains. */
	private static final String META_SCHEMAS = "^https?://json-schema\\.org/.*";

	/** A parsed document takes many times its size. */
	private static final Semaphore CHECKS = new Semaphore(2, true);

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxTokenCount(MAX_TOKENS).build())
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
		.formatAssertionsEnabled(false)
		.regularExpressionFactory(AnswerSchema::linear)
		.build();

	/** Keeps the meta-schemas that it has compiled, and no schema of a caller. */
	private static final SchemaRegistry META = registry();

	private final Schema schema;

	private AnswerSchema(Schema schema) {
		this.schema = schema;
	}

	/**
	 * Parses a schema. The default of {@code $schema} is draft 2020-12.
	 * @throws InvalidSchemaException if it is not JSON or not a schema, or if it refers
	 * to another document
	 */
	public static AnswerSchema parse(byte[] document) {
		JsonNode json;
		try {
			json = JSON.readTree(document);
		}
		catch (JacksonException ex) {
			throw new InvalidSchemaException("it is not valid JSON: " + ex.getOriginalMessage());
		}
		try {
			// A registry of its own, since one keeps all schemas that it has seen.
			Schema schema = registry().getSchema(json);
			schema.initializeValidators();
			List<Error> errors = errors(
					META.getSchema(SchemaLocation.of(schema.getSchemaContext().getDialect().getId())), json);
			if (!errors.isEmpty()) {
				throw new InvalidSchemaException(describe(errors));
			}
			return new AnswerSchema(schema);
		}
		catch (SchemaException | PatternSyntaxException | ValidationLimitExceededException ex) {
			throw new InvalidSchemaException(String.valueOf(ex.getMessage()));
		}
	}

	private static SchemaRegistry registry() {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				builder -> builder.schemaRegistryConfig(CONFIG)
					.schemaLoader(loader -> loader.allow(iri -> iri.toString().matches(META_SCHEMAS))));
	}

	private static RegularExpression linear(String regex) {
		Pattern pattern = Pattern.compile(regex);
		return text -> pattern.matcher(text).find();
	}

	/**
	 * Checks an answer.
	 * @return completes the sentence "the answer …"; empty if it matches
	 */
	Optional<String> violation(String answer) {
		CHECKS.acquireUninterruptibly();
		try {
			JsonNode json = JSON.readTree(answer);
			if (json.isMissingNode()) {
				return Optional.of("cannot be checked, because it is not valid JSON but empty");
			}
			List<Error> errors = errors(schema, json);
			return errors.isEmpty() ? Optional.empty()
					: Optional.of("does not match the JSON Schema: " + describe(errors));
		}
		catch (JacksonException ex) {
			return Optional
				.of("cannot be checked, because it is not valid JSON or too complex: " + ex.getOriginalMessage());
		}
		catch (ValidationLimitExceededException ex) {
			return Optional.of("cannot be checked, because the JSON Schema needs too many steps for it");
		}
		finally {
			CHECKS.release();
		}
	}

	private static List<Error> errors(Schema schema, JsonNode json) {
		return schema.validate(json,
				context -> context.setExecutionConfig(ExecutionConfig.builder(context.getExecutionConfig())
					.maxEvaluationSteps(MAX_STEPS)
					.maxEvaluationDepth(MAX_DEPTH)
					.failFast(false)
					.build()));
	}

	private static String describe(List<Error> errors) {
		String first = errors.stream().limit(SHOWN).map(Error::toString).collect(Collectors.joining("; "));
		return (errors.size() > SHOWN) ? "%s; and %d more".formatted(first, errors.size() - SHOWN) : first;
	}

}
