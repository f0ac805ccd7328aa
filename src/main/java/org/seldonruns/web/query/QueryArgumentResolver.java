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
 * converts and validates the values. One problem names all faults.
 */
public final class QueryArgumentResolver implements HandlerMethodArgumentResolver {

	/** The most entries of a parameter that is a map, each given as {@code key=value}. */
	static final int MOST_ENTRIES = 16;

	private static final String[] NONE = {};

	private static final String UNREADABLE = ProblemType.INVALID_PARAMETER.name();

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

	/**
	 * Rejects parameters where an operation has none.
	 * @param given the names of the parameters of a request
	 * @throws ProblemException if there is a parameter
	 */
	public static void requireNone(Collection<String> given) {
		Errors faults = new MapBindingResult(Map.of(), "query");
		rejectUnknown(given, List.of(), faults);
		check(faults);
	}

	private static @Nullable Object value(String name, String[] given, TypeDescriptor type,
			ConversionService conversion, Errors faults) {
		if (type.isMap()) {
			return map(name, given, conversion, faults);
		}
		if (given.length > 1) {
			faults.rejectValue(name, UNREADABLE, "%s is given %d times; give it once.".formatted(name, given.length));
			return null;
		}
		return (given.length == 1) ? convert(name, given[0], type, conversion, faults) : null;
	}

	private static Map<String, String> map(String name, String[] given, ConversionService conversion, Errors faults) {
		if (given.length > MOST_ENTRIES) {
			faults.rejectValue(name, UNACCEPTABLE,
					"%s is given %d times; at most %d are taken.".formatted(name, given.length, MOST_ENTRIES));
			return Map.of();
		}
		Map<String, String> map = new LinkedHashMap<>();
		for (String text : given) {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) convert(name, text, ENTRY, conversion, faults);
			if (entry != null && map.putIfAbsent((String) entry.getKey(), (String) entry.getValue()) != null) {
				faults.rejectValue(name, UNREADABLE,
						"%s has the key %s twice; give each key once.".formatted(name, entry.getKey()));
			}
		}
		return map;
	}

	private static @Nullable Object convert(String name, String text, TypeDescriptor type, ConversionService conversion,
			Errors faults) {
		if (!StringUtils.hasText(text)) {
			faults.rejectValue(name, UNREADABLE, name + " is empty; give it a value or leave it out.");
			return null;
		}
		try {
			return conversion.convert(text, TypeDescriptor.valueOf(String.class), type);
		}
		catch (ConversionFailedException exception) {
			if (!(exception.getRootCause() instanceof ProblemException hint)) {
				throw exception;
			}
			faults.rejectValue(name, hint.type().name(), sentence(name, text, hint.getMessage()));
			return null;
		}
	}

	private static void rejectUnknown(Collection<String> given, Collection<String> known, Errors faults) {
		given.stream()
			.filter(name -> !known.contains(name))
			.forEach(name -> faults.rejectValue(name, UNREADABLE, "There is no parameter %s here; known are: %s."
				.formatted(PrintableText.quoted(name), known.isEmpty() ? "none" : String.join(", ", known))));
	}

	/** Rejects the request with 400 if a parameter cannot be read, else with 422. */
	private static void check(Errors faults) {
		if (faults.hasErrors()) {
			boolean unreadable = faults.getFieldErrors().stream().anyMatch(fault -> UNREADABLE.equals(fault.getCode()));
			List<ProblemError> errors = faults.getFieldErrors().stream().map(QueryArgumentResolver::error).toList();
			throw new ProblemException(unreadable ? ProblemType.INVALID_PARAMETER : ProblemType.UNACCEPTABLE_PARAMETER,
					errors.stream().map(ProblemError::detail).distinct().collect(Collectors.joining(" ")), errors);
		}
	}

	private static ProblemError error(FieldError fault) {
		String message = fault.getDefaultMessage();
		return ProblemError.ofParameter(fault.getField(),
				fault.contains(ConstraintViolation.class)
						? sentence(fault.getField(), String.valueOf(fault.getRejectedValue()), message)
						: String.valueOf(message));
	}

	private static String sentence(String name, String value, @Nullable String hint) {
		return "%s is %s; %s.".formatted(name, PrintableText.quoted(value), hint);
	}

}
