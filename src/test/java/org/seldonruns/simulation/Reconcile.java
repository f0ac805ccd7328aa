package org.seldonruns.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import org.jspecify.annotations.Nullable;

/**
 * One reconcile of one SeldonDeployment: makes what is missing and finds out the status.
 * As with the real operator, the status of a Deployment that is at zero is not noted, and
 * the state follows from the Deployments alone.
 */
final class Reconcile {

	private static final String TEMPLATE_HASH = "simulated-operator/template";

	private final OperatorCalls calls;

	private final ObjectNode seldonDeployment;

	private final Components components;

	private final ObjectNode status;

	private boolean servicesThere = true;

	private boolean autoscalersThere = true;

	private boolean deploymentsReady = true;

	private boolean progressing = true;

	Reconcile(OperatorCalls calls, ObjectNode seldonDeployment) {
		this.calls = calls;
		this.seldonDeployment = seldonDeployment;
		this.components = new Components(seldonDeployment);
		this.status = Json.child(seldonDeployment.deepCopy(), "status");
	}

	/**
	 * Plays it.
	 * @return the status to write
	 */
	ObjectNode run() {
		this.components.services().forEach(this::reconcileService);
		this.components.autoscalers().forEach(this::reconcileAutoscaler);
		condition("HpasReady", this.autoscalersThere, this.autoscalersThere ? "HPAs ready" : "HPAs not ready", "");
		this.components.deployments().forEach(this::reconcileDeployment);
		if (this.deploymentsReady) {
			removeFormerDeployments();
			removeFormerServices();
		}
		if (this.deploymentsReady && this.servicesThere && this.autoscalersThere) {
			return state("Available", "");
		}
		if (!this.progressing && !this.deploymentsReady) {
			return state("Failed", "Deployment is no longer progressing and not available.");
		}
		return state("Creating", "");
	}

	/** Returns the status of a reconcile that failed. */
	ObjectNode failed(String why) {
		return state("Failed", why);
	}

	private ObjectNode state(String state, String description) {
		this.status.put("state", state);
		this.status.remove("description");
		if (!description.isEmpty()) {
			this.status.put("description", description);
		}
		boolean services = this.deploymentsReady && this.servicesThere && !"Failed".equals(state);
		condition("ServicesReady", services, services ? "All services created" : "Not all services created", "");
		condition("Ready", "Available".equals(state), "", "");
		return this.status;
	}

	private void reconcileService(Service service) {
		String name = service.getMetadata().getName();
		ObjectNode found = find(ResourceType.SERVICE, name);
		if (found == null) {
			this.servicesThere = false;
			this.calls.create(ResourceType.SERVICE, owned(service));
			event("CreateService", "Created Service \"" + name + "\"");
			return;
		}
		Json.child(this.status, "address").put("url", this.components.address());
		Json.child(this.status, "serviceStatus").set(name, this.components.serviceStatus(name));
		ObjectNode wanted = Json.of(service);
		ObjectNode updated = found.deepCopy();
		copy("annotations", Json.metadata(wanted), Json.metadata(updated));
		copy("labels", Json.metadata(wanted), Json.metadata(updated));
		copy("ports", Json.child(wanted, "spec"), Json.child(updated, "spec"));
		if (!updated.equals(found)) {
			this.calls.update(ResourceType.SERVICE, updated);
		}
	}

	private static void copy(String field, ObjectNode from, ObjectNode to) {
		to.remove(field);
		if (from.has(field)) {
			to.set(field, from.get(field));
		}
	}

	private void reconcileAutoscaler(ObjectNode autoscaler) {
		String name = Json.meta(autoscaler, "name");
		if (find(ResourceType.HORIZONTAL_POD_AUTOSCALER, name) == null) {
			this.autoscalersThere = false;
			this.calls.create(ResourceType.HORIZONTAL_POD_AUTOSCALER, own(autoscaler));
			event("CreateHPA", "Created HorizontalPodAutoscaler \"" + name + "\"");
		}
	}

	/**
	 * Raises the replicas to the minimum of the autoscaler, as the HPA controller does.
	 */
	private ObjectNode raisedToMinimum(ObjectNode deployment) {
		ObjectNode autoscaler = find(ResourceType.HORIZONTAL_POD_AUTOSCALER, Json.meta(deployment, "name"));
		int minimum = (autoscaler != null) ? autoscaler.path("spec").path("minReplicas").asInt(1) : 0;
		if (deployment.path("spec").path("replicas").asInt(1) >= minimum) {
			return deployment;
		}
		Json.child(deployment, "spec").put("replicas", minimum);
		return this.calls.update(ResourceType.DEPLOYMENT, deployment);
	}

	private void reconcileDeployment(Deployment wanted) {
		String name = wanted.getMetadata().getName();
		ObjectNode object = owned(wanted);
		String template = Names.hash(object.path("spec").path("template").toString());
		Json.child(Json.metadata(object), "annotations").put(TEMPLATE_HASH, template);
		ObjectNode found = find(ResourceType.DEPLOYMENT, name);
		if (found == null) {
			this.deploymentsReady = false;
			this.calls.create(ResourceType.DEPLOYMENT, object);
			event("CreateDeployment", "Created Deployment \"" + name + "\"");
			return;
		}
		if (!object.path("spec").path("selector").equals(found.path("spec").path("selector"))) {
			// As the real one does: the second call fails until the first has ended.
			this.calls.delete(ResourceType.DEPLOYMENT, Json.meta(this.seldonDeployment, "namespace"), name);
			event("DeleteDeployment", "Deleted Deployment \"" + name + "\"");
			this.calls.create(ResourceType.DEPLOYMENT, object);
			this.deploymentsReady = false;
			return;
		}
		boolean sameTemplate = template.equals(found.path("metadata").path("annotations").path(TEMPLATE_HASH).asText());
		JsonNode replicas = object.path("spec").path("replicas");
		boolean sameReplicas = replicas.isMissingNode() || this.components.isAutoscaled(name)
				|| replicas.equals(found.path("spec").path("replicas"));
		found = raisedToMinimum(found);
		if (!sameTemplate || !sameReplicas) {
			found = this.calls.update(ResourceType.DEPLOYMENT, merged(found, object, sameTemplate, sameReplicas));
		}
		if (!sameTemplate) {
			this.deploymentsReady = false;
			event("UpdateDeployment", "Updated Deployment \"" + name + "\"");
			return;
		}
		JsonNode foundStatus = found.path("status");
		note(name, foundStatus.isMissingNode() ? new DeploymentStatus() : Json.as(foundStatus, DeploymentStatus.class));
	}

	private static ObjectNode merged(ObjectNode found, ObjectNode wanted, boolean sameTemplate, boolean sameReplicas) {
		ObjectNode merged = found.deepCopy();
		ObjectNode spec = Json.child(merged, "spec");
		if (!sameTemplate) {
			spec.set("template", wanted.path("spec").path("template"));
			Json.metadata(merged).set("annotations", wanted.path("metadata").path("annotations"));
			Json.metadata(merged).set("labels", wanted.path("metadata").path("labels"));
		}
		if (!sameReplicas) {
			spec.set("replicas", wanted.path("spec").path("replicas"));
		}
		return merged;
	}

	private void note(String name, DeploymentStatus found) {
		int replicas = count(found.getReplicas());
		int available = count(found.getAvailableReplicas());
		JsonNode noted = this.status.path("deploymentStatus").path(name);
		if (noted.path("replicas").asInt() != replicas || noted.path("availableReplicas").asInt() != available) {
			ObjectNode counts = Json.child(this.status, "deploymentStatus").putObject(name);
			put(counts, "replicas", replicas);
			put(counts, "availableReplicas", available);
			if (name.equals(this.components.first())) {
				this.status.remove("replicas");
				put(this.status, "replicas", replicas);
			}
		}
		if (count(found.getReadyReplicas()) > 0 && count(found.getUnavailableReplicas()) == 0) {
			if (this.deploymentsReady) {
				condition("DeploymentsReady", true, "MinimumReplicasAvailable", "Deployment has minimum availability.");
			}
			return;
		}
		if (this.deploymentsReady) {
			this.deploymentsReady = false;
			boolean known = !found.getConditions().isEmpty();
			if (known) {
				condition("DeploymentsReady", false, "MinimumReplicasUnavailable",
						"Deployment does not have minimum availability.");
			}
			this.progressing = !(isFalse(found, "Progressing") && isFalse(found, "Available"));
		}
	}

	private static boolean isFalse(DeploymentStatus status, String condition) {
		return status.getConditions()
			.stream()
			.anyMatch((each) -> condition.equals(each.getType()) && "False".equals(each.getStatus()));
	}

	/** Deletes the Deployments of components that the manifest no longer has. */
	private void removeFormerDeployments() {
		List<String> present = this.components.deployments()
			.stream()
			.map((deployment) -> deployment.getMetadata().getName())
			.toList();
		List<String> noted = new ArrayList<>();
		this.status.path("deploymentStatus").fieldNames().forEachRemaining(noted::add);
		for (String former : noted.stream().filter((name) -> !present.contains(name)).collect(Collectors.toSet())) {
			this.calls.delete(ResourceType.DEPLOYMENT, Json.meta(this.seldonDeployment, "namespace"), former);
			event("DeleteDeployment", "Deleted Deployment \"" + former + "\"");
			Json.child(this.status, "deploymentStatus").remove(former);
		}
	}

	private void removeFormerServices() {
		List<String> present = this.components.services()
			.stream()
			.map((service) -> service.getMetadata().getName())
			.toList();
		List<String> noted = new ArrayList<>();
		this.status.path("serviceStatus").fieldNames().forEachRemaining(noted::add);
		for (String former : noted.stream().filter((name) -> !present.contains(name)).toList()) {
			this.calls.delete(ResourceType.SERVICE, Json.meta(this.seldonDeployment, "namespace"), former);
			Json.child(this.status, "serviceStatus").remove(former);
		}
	}

	private void condition(String type, boolean holds, String reason, String message) {
		ObjectNode condition = null;
		for (JsonNode each : this.status.withArray("conditions")) {
			condition = type.equals(each.path("type").asText()) ? (ObjectNode) each : condition;
		}
		String value = holds ? "True" : "False";
		if (condition == null) {
			condition = this.status.withArray("conditions").addObject().put("type", type);
		}
		if (!value.equals(condition.path("status").asText())) {
			condition.put("status", value).put("lastTransitionTime", Json.now());
		}
		condition.put("reason", reason).put("message", message);
	}

	private @Nullable ObjectNode find(ResourceType type, String name) {
		return this.calls.find(type, Json.meta(this.seldonDeployment, "namespace"), name);
	}

	private void event(String reason, String message) {
		this.calls.event(this.seldonDeployment, "Normal", reason, message);
	}

	private ObjectNode owned(HasMetadata object) {
		return own(Json.of(object));
	}

	private ObjectNode own(ObjectNode object) {
		Json.metadata(object)
			.putArray("ownerReferences")
			.addObject()
			.put("apiVersion", ResourceType.SELDON_DEPLOYMENT.storedApiVersion())
			.put("kind", ResourceType.SELDON_DEPLOYMENT.kind)
			.put("name", Json.meta(this.seldonDeployment, "name"))
			.put("uid", Json.meta(this.seldonDeployment, "uid"))
			.put("controller", true)
			.put("blockOwnerDeletion", true);
		return object;
	}

	private static int count(@Nullable Integer count) {
		return (count != null) ? count : 0;
	}

	private static void put(ObjectNode object, String field, int count) {
		if (count > 0) {
			object.put(field, count);
		}
	}

}
