package org.seldonruns.web.openapi;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;
import org.seldonruns.web.view.PredictionView;
import org.springdoc.core.customizers.OpenApiCustomizer;

import org.seldonruns.web.problem.Problem;
import org.seldonruns.web.problem.ProblemError;
import org.seldonruns.web.problem.ProblemTypeDocumentation;
import org.seldonruns.web.upload.UploadForm;
import org.seldonruns.web.view.AutoscalerView;
import org.seldonruns.web.view.AvailabilityView;
import org.seldonruns.web.view.ComponentView;
import org.seldonruns.web.view.DryRunView;
import org.seldonruns.web.view.FailureView;
import org.seldonruns.web.view.ParametersView;
import org.seldonruns.web.view.ResourceView;
import org.seldonruns.web.view.RunPage;
import org.seldonruns.web.view.RunSummary;
import org.seldonruns.web.view.RunView;
import org.seldonruns.web.view.StepView;
import org.seldonruns.web.view.TimelineView;
import org.seldonruns.web.view.WarningView;
import org.springframework.stereotype.Component;

/**
 * Completes the schemas of records: each property is required, and only those of
 * {@code @Nullable} components can be null.
 */
@Component
class RecordSchemas implements OpenApiCustomizer {

	private static final List<Class<? extends Record>> RECORDS = List.of(RunView.class, WarningView.class,
			AutoscalerView.class, AutoscalerView.ConditionView.class, ComponentView.Pods.class, RunSummary.class,
			RunPage.class, DryRunView.class, ResourceView.class, ParametersView.class, StepView.class,
			PredictionView.class, PredictionView.LatencyView.class, PredictionView.AnswerView.class,
			AvailabilityView.class, AvailabilityView.CountsView.class, AvailabilityView.FailureView.class,
			ComponentView.class, ComponentView.Replicas.class, TimelineView.class, FailureView.class, Problem.class,
			ProblemError.class, ProblemTypeDocumentation.class, UploadForm.class);

	@Override
	public void customise(OpenAPI document) {
		// Operations refer to problems by name only, which does not add their schemas.
		ModelConverters.getInstance(true).readAll(Problem.class).forEach(document.getComponents()::addSchemas);
		for (Class<? extends Record> type : RECORDS) {
			complete(type, Objects.requireNonNull(document.getComponents().getSchemas().get(name(type))));
		}
	}

	private static String name(Class<?> type) {
		var annotation = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
		return (annotation == null || annotation.name().isEmpty()) ? type.getSimpleName() : annotation.name();
	}

	private static void complete(Class<?> type, Schema<?> schema) {
		boolean nullsOmitted = type.isAnnotationPresent(JsonInclude.class);
		Map<String, Schema<?>> properties = properties(schema);
		List<String> required = new ArrayList<>();
		components(type).forEach(component -> {
			String name = component.getName();
			if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				required.add(name);
			}
			else if (!nullsOmitted) {
				required.add(name);
				properties.put(name, nullable(Objects.requireNonNull(properties.get(name), name)));
			}
		});
		schema.setRequired(required);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // the model has raw types
	private static Map<String, Schema<?>> properties(Schema<?> schema) {
		return (Map) schema.getProperties();
	}

	private static Stream<RecordComponent> components(Class<?> type) {
		return Stream.of(type.getRecordComponents())
			.flatMap(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
					? components(component.getType()) : Stream.of(component));
	}

	private static Schema<?> nullable(Schema<?> schema) {
		if (schema.get$ref() != null) {
			return new Schema<>().description(schema.getDescription())
				.addOneOfItem(new Schema<>().$ref(schema.get$ref()))
				.addOneOfItem(new Schema<>().types(java.util.Set.of("null")));
		}
		if (schema.getTypes() != null) {
			schema.addType("null");
		}
		if (schema.getEnum() != null && !schema.getEnum().contains(null)) {
			schema.addEnumItemObject(null);
		}
		return schema;
	}

}
