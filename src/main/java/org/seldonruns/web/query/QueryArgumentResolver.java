package org.seldonruns.web.query;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.validation.ConstraintViolation;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.StringUtils;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.seldonruns.web.problem.ProblemError;
import org.seldonruns.web.problem.ProblemException;
import org.seldonruns.web.problem.ProblemType;
import org.seldonruns.web.text.PrintableText;

/**
 * Binds a query to a record, whose components are the parameters of the operation. Spring
 * converts and validates the values. One problem lists all invalid parameters.
 */
public final class QueryArgumentResolver implements HandlerMethodArgumentResolver {

	/** The maximum number of entries of a map parameter, each {@code key=value}. */
	static final int MAX_ENTRIES = 16;

	private static final String[] NONE = {};

	private static final String MALFORMED = ProblemType.INVALID_PARAMETER.name();

	private static final String UNACCEPTABLE = ProblemType.UNACCEPTABLE_PARAMETER.name();

	private static final TypeDescriptor ENTRY = TypeDescriptor.valueOf(Map.Entry.class);

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(ParameterObject.class);
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binders) throws Exception {
		WebDataBinder binder = Objects.requireNonNull(binders)
			.createBinder(request, null, "query", ResolvableType.forMethodParameter(parameter));
		Map<String, String[]> given = request.getParameterMap();
		Constructor<?> constructor = BeanUtils.getResolvableConstructor(parameter.getParameterType());
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		Errors faults = new MapBindingResult(values, "query");
		for (Parameter component : constructor.getParameters()) {
			String name = component.getName();
			TypeDescriptor type = new TypeDescriptor(MethodParameter.forParameter(component));
			values.put(name, value(name, given.getOrDefault(name, NONE), type,
					Objects.requireNonNull(binder.getConversionService()), faults));
		}
		rejectUnknown(given.keySet(), values.keySet(), faults);
		Object query = BeanUtils.instantiateClass(constructor, values.values().toArray());
		Objects.requireNonNull(binder.getValidator()).validate(query, faults);
		check(faults);
		return query;
	}

	/** Rejects a request with parameters to an operation that has none. */
	public static void requireEmpty(Collection<String> names) {
		Errors faults = new MapBindingResult(Map.of(), "query");
		rejectUnknown(names, List.of(), faults);
		check(faults);
	}

	private static @Nullable Object value(String name, String[] given, TypeDescriptor type,
			ConversionService conversion, Errors faults) {
		if (type.isMap()) {
			return map(name, given, conversion, faults);
		}
		if (given.length > 1) {
			faults.rejectValue(name, MALFORMED, "%s is set %d times; set it once.".formatted(name, given.length));
			return null;
		}
		return (given.length == 1) ? convert(name, given[0], type, conversion, faults) : null;
	}

	private static Map<String, String> map(String name, String[] given, ConversionService conversion, Errors faults) {
		if (given.length > MAX_ENTRIES) {
			faults.rejectValue(name, UNACCEPTABLE,
					"%s is set %d times; at most %d are allowed.".formatted(name, given.length, MAX_ENTRIES));
			return Map.of();
		}
		Map<String, String> map = new LinkedHashMap<>();
		for (String text : given) {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) convert(name, text, ENTRY, conversion, faults);
			if (entry != null && map.putIfAbsent((String) entry.getKey(), (String) entry.getValue()) != null) {
				faults.rejectValue(name, MALFORMED,
						"%s has the key %s twice; each key must be unique.".formatted(name, entry.getKey()));
			}
		}
		return map;
	}

	private static @Nullable Object convert(String name, String text, TypeDescriptor type, ConversionService conversion,
			Errors faults) {
		if (!StringUtils.hasText(text)) {
			faults.rejectValue(name, MALFORMED, name + " is empty; set a value or omit it.");
			return null;
		}
		try {
			return conversion.convert(text, TypeDescriptor.valueOf(String.class), type);
		}
		catch (ConversionFailedException exception) {
			if (!(exception.getRootCause() instanceof ProblemException invalid)) {
				throw exception;
			}
			faults.rejectValue(name, invalid.type().name(), sentence(name, text, invalid.getMessage()));
			return null;
		}
	}

	private static void rejectUnknown(Collection<String> given, Collection<String> known, Errors faults) {
		given.stream()
			.filter(name -> !known.contains(name))
			.forEach(name -> faults.rejectValue(name, MALFORMED, "Unknown parameter %s; known parameters: %s."
				.formatted(PrintableText.quoted(name), known.isEmpty() ? "none" : String.join(", ", known))));
	}

	/** Rejects the request with 400 if a parameter is malformed, else with 422. */
	private static void check(Errors faults) {
		if (faults.hasErrors()) {
			boolean malformed = faults.getFieldErrors().stream().anyMatch(error -> MALFORMED.equals(error.getCode()));
			List<ProblemError> errors = faults.getFieldErrors().stream().map(QueryArgumentResolver::error).toList();
			throw new ProblemException(malformed ? ProblemType.INVALID_PARAMETER : ProblemType.UNACCEPTABLE_PARAMETER,
					errors.stream().map(ProblemError::detail).distinct().collect(Collectors.joining(" ")), errors);
		}
	}

	private static ProblemError error(FieldError error) {
		String message = error.getDefaultMessage();
		return ProblemError.ofParameter(error.getField(),
				error.contains(ConstraintViolation.class)
						? sentence(error.getField(), String.valueOf(error.getRejectedValue()), message)
						: String.valueOf(message));
	}

	private static String sentence(String name, String value, @Nullable String hint) {
		return "%s is %s; %s.".formatted(name, PrintableText.quoted(value), hint);
	}

}
