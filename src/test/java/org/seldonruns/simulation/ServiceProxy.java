package org.seldonruns.simulation;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Serves the subresource {@code proxy} of Services with the answers of kube-apiserver
 * 1.36, and hands the requests to the model of the {@link Behaviour}. Unlike there,
 * endpoints follow the pods at once: a real Service that was just created has none, and
 * its proxy answers 404.
 */
final class ServiceProxy {

	private static final Set<String> SCHEMES = Set.of("", "http", "https");

	private final ObjectStore store;

	private final Behaviour behaviour;

	ServiceProxy(ObjectStore store, Behaviour behaviour) {
		this.store = store;
		this.behaviour = behaviour;
	}

	HttpAnswer answer(ApiRequest call) {
		if (!call.parameter("dryRun").isEmpty()) {
			throw Refusal.badRequest("dryRun is not supported");
		}
		Target target = Target.parse(call.name());
		String pod = findPod(call.namespace(), target);
		String[] url = call.request().target().split("\\?", 2);
		String[] segments = url[0].split("/", 9);
		PredictionCall prediction = new PredictionCall(call.request().method(), call.namespace(), target.service(),
				target.scheme(), target.port(), (segments.length > 8) ? "/" + segments[8] : "",
				(url.length > 1) ? url[1] : "", call.request().headers(), call.request().body(), pod);
		String prefix = "/api/v1/namespaces/%s/services/%s/proxy".formatted(call.namespace(), call.name());
		return this.behaviour.predict(prediction).response().mapHeaders((line) -> redirected(line, prefix));
	}

	/** Finds a Ready pod behind a port of a Service. */
	private String findPod(String namespace, Target target) {
		ObjectNode service = this.store.find(new ObjectKey(ResourceType.SERVICE, namespace, target.service()));
		if (service == null) {
			throw Refusal.notFound(ResourceType.SERVICE, target.service());
		}
		String port = portName(service.path("spec").path("ports"), target);
		List<ObjectNode> pods = this.store.list(ResourceType.POD, namespace)
			.stream()
			.filter((pod) -> isSelected(pod, service.path("spec").path("selector")) && isRunning(pod))
			.toList();
		if (pods.isEmpty()) {
			throw noEndpoints(target.service());
		}
		boolean served = service.path("spec")
			.path("ports")
			.valueStream()
			.anyMatch((each) -> port.equals(each.path("name").asText("")));
		return pods.stream()
			.filter((pod) -> served && Kubelet.isReady(pod))
			.map((pod) -> Json.meta(pod, "name"))
			.findFirst()
			.orElseThrow(() -> noEndpoints(target.id()));
	}

	private static String portName(JsonNode ports, Target target) {
		if (!target.port().matches("[0-9]+")) {
			return target.port();
		}
		return ports.valueStream()
			.filter((port) -> port.path("port").asText().equals(target.port()))
			.map((port) -> port.path("name").asText(""))
			.findFirst()
			.orElseThrow(() -> Refusal.serviceUnavailable(
					"no service port %s found for service \"%s\"".formatted(target.port(), target.service())));
	}

	private static boolean isSelected(JsonNode pod, JsonNode selector) {
		JsonNode labels = pod.path("metadata").path("labels");
		return !selector.isEmpty() && selector.properties()
			.stream()
			.allMatch((label) -> label.getValue().equals(labels.path(label.getKey())));
	}

	/** Returns whether a pod has an address and is not terminating. */
	private static boolean isRunning(JsonNode pod) {
		return !Json.deleting(pod) && !pod.path("status").path("containerStatuses").isEmpty();
	}

	private static Refusal noEndpoints(String service) {
		return Refusal.serviceUnavailable("no endpoints available for service \"" + service + "\"");
	}

	private static String redirected(String line, String prefix) {
		String[] header = line.split(": ", 2);
		boolean absolutePath = "Location".equalsIgnoreCase(header[0]) && header[1].startsWith("/")
				&& !header[1].startsWith("//") && !header[1].startsWith(prefix);
		return absolutePath ? header[0] + ": " + prefix + header[1] : line;
	}

	/**
	 * The Service and port of a request.
	 *
	 * @param id as in the path
	 */
	private record Target(String id, String scheme, String service, String port) {

		static Target parse(String id) {
			String[] parts = id.split(":", -1);
			Target target = switch (parts.length) {
				case 1 -> new Target(id, "", id, "");
				case 2 -> new Target(id, "", parts[0], parts[1]);
				case 3 -> new Target(id, parts[0], parts[1], parts[2]);
				default -> new Target(id, "", "", "");
			};
			if (target.service.isEmpty() || !SCHEMES.contains(target.scheme)) {
				throw Refusal.badRequest("invalid service request \"" + id + "\"");
			}
			return target;
		}

	}

}
