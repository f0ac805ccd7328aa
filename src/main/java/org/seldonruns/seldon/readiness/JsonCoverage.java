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
	 * Returns whether a document has all values of another one that differ from its
	 * former version. Elements of lists are matched by name, or by index if they have no
	 * name; quantities are compared by amount.
	 */
	static boolean covers(@Nullable Object whole, @Nullable Object former, @Nullable Object part) {
		if (Objects.equals(former, part)) {
			return true;
		}
		return switch (part) {
			case Map<?, ?> map -> map.entrySet().stream().allMatch(entry -> {
				Object other = value(whole, entry.getKey());
				return (other == null && isEmpty(entry.getValue()))
						|| covers(other, value(former, entry.getKey()), entry.getValue());
			});
			case List<?> list -> whole instanceof List<?> others && coversElements(others, former, list);
			case null -> true;
			default -> whole != null && isSame(whole, part);
		};
	}

	private static @Nullable Object value(@Nullable Object object, Object key) {
		return (object instanceof Map<?, ?> map) ? map.get(key) : null;
	}

	private static boolean coversElements(List<?> whole, @Nullable Object former, List<?> part) {
		for (int i = 0; i < part.size(); i++) {
			Object element = part.get(i);
			if (former instanceof List<?> before && before.contains(element)) {
				continue;
			}
			boolean named = element instanceof Map<?, ?> map && map.get("name") != null;
			boolean covered = named ? whole.stream().anyMatch(other -> covers(other, null, element))
					: i < whole.size() && covers(whole.get(i), element(former, i), element);
			if (!covered) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable Object element(@Nullable Object list, int index) {
		return (list instanceof List<?> elements && index < elements.size()) ? elements.get(index) : null;
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
