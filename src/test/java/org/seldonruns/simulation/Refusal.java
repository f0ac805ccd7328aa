package org.seldonruns.simulation;

import java.util.List;
import java.util.stream.Collectors;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusCauseBuilder;

/**
 * What the API server refuses, with the {@code Status} that a real one answers.
 */
final class Refusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Status status;

	Refusal(int code, String reason, String message) {
		this(new StatusBuilder().withNewMetadata()
			.endMetadata()
			.withStatus("Failure")
			.withCode(code)
			.withReason(reason)
			.withMessage(message)
			.build());
	}

	private Refusal(Status status) {
		super(status.getMessage(), null, false, false);
		this.status = status;
	}

	Status status() {
		return this.status;
	}

	static Refusal badRequest(String message) {
		return new Refusal(400, "BadRequest", message);
	}

	static Refusal serviceUnavailable(String message) {
		return new Refusal(503, "ServiceUnavailable", message);
	}

	static Refusal unknownResource() {
		return new Refusal(404, "NotFound", "the server could not find the requested resource");
	}

	static Refusal unsupported(String what) {
		return new Refusal(501, "NotImplemented", "the simulated API server has no " + what);
	}

	static Refusal notFound(ResourceType type, String name) {
		return named(404, "NotFound", type, type.plural, name,
				"%s \"%s\" not found".formatted(type.qualifiedName(), name));
	}

	static Refusal alreadyExists(ResourceType type, String name) {
		return named(409, "AlreadyExists", type, type.plural, name,
				"%s \"%s\" already exists".formatted(type.qualifiedName(), name));
	}

	static Refusal modified(ResourceType type, String name) {
		return named(409, "Conflict", type, type.plural, name,
				("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes"
						+ " to the latest version and try again")
					.formatted(type.qualifiedName(), name));
	}

	static Refusal preconditionFailed(ResourceType type, String name, String what, String wanted, String found) {
		return named(409, "Conflict", type, type.kind, name,
				("Operation cannot be fulfilled on %s \"%s\": the %s in the precondition (%s) does not match the %s in"
						+ " record (%s). The object might have been deleted and then recreated")
					.formatted(type.qualifiedKind(), name, what, wanted, what, found));
	}

	/**
	 * A patch that cannot be applied: the real server does not say which operation
	 * failed.
	 */
	static Refusal inapplicablePatch() {
		return new Refusal(422, "Invalid", "the server rejected our request due to an error in our request");
	}

	static Refusal invalid(String subject, String kind, String group, String name, List<StatusCause> causes) {
		String errors = causes.stream()
			.map((cause) -> cause.getField() + ": " + cause.getMessage())
			.collect(Collectors.joining(", "));
		return new Refusal(new StatusBuilder().withNewMetadata()
			.endMetadata()
			.withStatus("Failure")
			.withCode(422)
			.withReason("Invalid")
			.withMessage("%s \"%s\" is invalid: %s".formatted(subject, name,
					(causes.size() == 1) ? errors : "[" + errors + "]"))
			.withNewDetails()
			.withName(name.isEmpty() ? null : name)
			.withGroup(group)
			.withKind(kind)
			.withCauses(causes)
			.endDetails()
			.build());
	}

	static StatusCause cause(String reason, String field, String message) {
		return new StatusCauseBuilder().withReason(reason).withField(field).withMessage(message).build();
	}

	private static Refusal named(int code, String reason, ResourceType type, String kind, String name, String message) {
		return new Refusal(new StatusBuilder().withNewMetadata()
			.endMetadata()
			.withStatus("Failure")
			.withCode(code)
			.withReason(reason)
			.withMessage(message)
			.withNewDetails()
			.withName(name)
			.withGroup(type.group.isEmpty() ? null : type.group)
			.withKind(kind)
			.endDetails()
			.build());
	}

}
