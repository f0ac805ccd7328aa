package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Those who call the service: ServiceAccounts in the namespace of a {@link RealCluster}.
 */
final class Callers {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final RealCluster cluster;

	Callers(RealCluster cluster) {
		this.cluster = cluster;
	}

	/** Grants somebody the use of a kind in the namespace, and nothing else. */
	void grant(String name, String resource, String... verbs) {
		String[] kind = resource.split("\\.", 2);
		String role = role(name, resource);
		rbac("Role", role, Map.of("rules", List.of(Map.of("apiGroups", List.of((kind.length == 2) ? kind[1] : ""),
				"resources", List.of(kind[0]), "verbs", List.of(verbs)))));
		rbac("RoleBinding", role,
				Map.of("roleRef", Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", role),
						"subjects",
						List.of(Map.of("kind", "ServiceAccount", "name", name, "namespace", cluster.namespace()))));
	}

	private void rbac(String kind, String name, Map<String, Object> properties) {
		GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
			.withApiVersion("rbac.authorization.k8s.io/v1")
			.withKind(kind)
			.withNewMetadata()
			.withName(name)
			.withNamespace(cluster.namespace())
			.endMetadata()
			.withAdditionalProperties(properties)
			.build();
		cluster.client().resource(object).createOr(existing -> existing.update());
	}

	/** Withdraws what was granted. */
	void revoke(String name, String resource) {
		ResourceDefinitionContext roleBindings = new ResourceDefinitionContext.Builder()
			.withGroup("rbac.authorization.k8s.io")
			.withVersion("v1")
			.withKind("RoleBinding")
			.withPlural("rolebindings")
			.withNamespaced(true)
			.build();
		cluster.client()
			.genericKubernetesResources(roleBindings)
			.inNamespace(cluster.namespace())
			.withName(role(name, resource))
			.delete();
	}

	private static String role(String name, String resource) {
		return name + "-" + resource.replaceAll("[^a-z]", "-");
	}

	/** The name by which the API server knows somebody. */
	String user(String name) {
		return "system:serviceaccount:" + cluster.namespace() + ":" + name;
	}

	/** A token for audiences; none means the API server itself. */
	String token(String name, String... audiences) {
		cluster.client()
			.resource(new ServiceAccountBuilder().withNewMetadata()
				.withName(name)
				.withNamespace(cluster.namespace())
				.endMetadata()
				.build())
			.createOr(existing -> existing.update());
		TokenRequest request = new TokenRequestBuilder().withNewSpec()
			.withAudiences(audiences)
			.withExpirationSeconds(Duration.ofHours(1).toSeconds())
			.endSpec()
			.build();
		return cluster.client()
			.serviceAccounts()
			.inNamespace(cluster.namespace())
			.withName(name)
			.tokenRequest(request)
			.getStatus()
			.getToken();
	}

	/**
	 * A token that was good, and has expired: signed with the API server's own key, since
	 * it makes none that lasts less than ten minutes.
	 */
	String expiredToken(String name) {
		String[] parts = token(name).split("\\.", -1);
		ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
		Instant expired = Instant.now().minus(Duration.ofHours(1));
		claims.put("iat", expired.minusSeconds(60).getEpochSecond());
		claims.put("nbf", expired.minusSeconds(60).getEpochSecond());
		claims.put("exp", expired.getEpochSecond());
		String signed = parts[0] + "." + encode(JSON.writeValueAsBytes(claims));
		return signed + "." + encode(sign(signed));
	}

	private static byte[] sign(String text) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(signingKey());
			signature.update(text.getBytes(StandardCharsets.US_ASCII));
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static PrivateKey signingKey() throws GeneralSecurityException {
		try {
			String pem = Files.readString(Path.of(RealCluster.kubeconfig()).toRealPath().resolveSibling("sa.key"));
			byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
			return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
