package org.seldonruns.run.request;

/**
 * How the API server handles unknown fields of a manifest. It rejects duplicate fields in
 * each mode, because the service does. See <a href=
 * "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">
 * Kubernetes API Concepts, Field validation</a>.
 */
public enum FieldValidation {

	/** Drops unknown fields. */
	IGNORE("Ignore"),

	/** Drops unknown fields and warns about each. */
	WARN("Warn"),

	/** Rejects the manifest. */
	STRICT("Strict");

	private final String parameter;

	FieldValidation(String parameter) {
		this.parameter = parameter;
	}

	/** Returns the value of the query parameter {@code fieldValidation}. */
	public String parameter() {
		return parameter;
	}

}
