package org.seldonruns.seldon.readiness;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** Compares JSON documents, of which one may have additional values, such as defaults. */
final class JsonCoverage {

	private JsonCoverage() {
	}

	/**
	 * Returns whether a document has all values of another one. Elements of lists are
	 * matched by name, or by index if they have no name; quantities are compared by
	 * amount.
	 */
	static boolean covers(@Nullable Object whole, @Nullable Object part) {
		return switch (part) {
			case Map<?, ?> map -> map.entrySet().stream().allMatch(entry -> {
				Object other = (whole instanceof Map<?, ?> others) ? others.get(entry.getKey()) : null;
				return (other == null && isEmpty(entry.getValue())) || covers(other, entry.getValue());
			});
			case List<?> list -> whole instanceof List<?> others && coversElements(others, list);
			case null -> true;
			default -> whole != null && isSame(whole, part);
		};
	}

	private static boolean coversElements(List<?> whole, List<?> part) {
		for (int i = 0; i < part.size(); i++) {
			Object element = part.get(i);
			Object name = (element instanceof Map<?, ?> map) ? map.get("name") : null;
			Object other = (name != null) ? named(whole, name) : (i < whole.size()) ? whole.get(i) : null;
			if (!covers(other, element)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable Object named(List<?> elements, Object name) {
		return elements.stream()
			.filter(element -> element instanceof Map<?, ?> map && name.equals(map.get("name")))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns whether the operator may leave out a value, because it is the zero of Go.
	 */
	private static boolean isEmpty(@Nullable Object value) {
		return switch (value) {
			case Map<?, ?> map -> map.values().stream().allMatch(JsonCoverage::isEmpty);
			case Collection<?> collection -> collection.isEmpty();
			case Boolean flag -> !flag;
			case Number number -> number.doubleValue() == 0;
			case String text -> text.isEmpty();
			case null -> true;
			default -> false;
		};
	}

	private static boolean isSame(Object one, Object other) {
		return Objects.equals(String.valueOf(one), String.valueOf(other))
				|| (amount(one).isPresent() && amount(one).equals(amount(other)));
	}

	private static Optional<BigDecimal> amount(Object value) {
		try {
			return Optional.of(Quantity.getAmountInBytes(Quantity.parse(String.valueOf(value))).stripTrailingZeros());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return Optional.empty();
		}
	}

}
