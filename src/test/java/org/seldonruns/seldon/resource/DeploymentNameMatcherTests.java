package org.seldonruns.seldon.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seldonruns.seldon.manifest.Uploads;

import static org.assertj.core.api.Assertions.assertThat;

class DeploymentNameMatcherTests {

	/** MD5 of reviews-sentiment-analysis-of-customer-reviews-0-tokeniser-classifier. */
	private static final String DIGEST_OF_CONTAINERS = "2697830775e2205fd1aa062dfe568918";

	/** MD5 of the same with a-given-name-of-some-length at the end. */
	private static final String DIGEST_OF_GIVEN_NAME = "46292fb928b6e2c49669f16638d28d94";

	private static final ComponentSpec TWO_CONTAINERS = component("iris-default-0-", null, "first", "second");

	private static final ComponentSpec LONG = component("reviews-sentiment-analysis-of-customer-reviews-0-", null,
			"tokeniser", "classifier");

	private static final ComponentSpec LONG_GIVEN = component("reviews-sentiment-analysis-of-customer-reviews-0-",
			"a-given-name-of-some-length", "tokeniser");

	@Test
	void keepsANameOf63Characters() {
		assertThat(DeploymentNameMatcher.shortened("a".repeat(63))).isEqualTo("a".repeat(63));
	}

	@Test
	void digestsALongerName() {
		assertThat(DeploymentNameMatcher.shortened("a".repeat(64)))
			.isEqualTo("seldon-014842d480b571495a4a0363793f7367");
	}

	@Test
	void digestsTheNamesOfAuxiliaries() {
		SeldonDeployment resource = SeldonDeployment
			.of(Resources.object(Uploads.parse(Uploads.HEAD.replace("iris", "reviews") + """
					spec:
					  annotations: {seldon.io/engine-separate-pod: "true"}
					  predictors:
					  - name: sentiment-analysis-of-customer-reviews-of-shops
					    explainer: {type: AnchorText}
					""")));

		assertThat(resource.auxiliaries()).extracting(SeldonDeployment.Auxiliary::deployment)
			.containsExactly("seldon-593bccf76f58184675733c52d8332aab", "seldon-9cd44a272f30a31713ac3feb7f3ec9d0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "first,second", "first,second,seldon-container-engine", "first,second,server,engine",
			"first,second,tfserving" })
	void joinsContainersExceptThoseAddedLast(String containers) {
		assertFound(TWO_CONTAINERS, "iris-default-0-first-second", containers);
	}

	@Test
	void includesServersAddedByOperator() {
		assertFound(component("iris-default-0-", null), "iris-default-0-classifier",
				"classifier,seldon-container-engine");
		assertFound(component("iris-default-0-", null, "first"), "iris-default-0-first-classifier",
				"first,classifier,tfserving,seldon-container-engine");
	}

	@Test
	void usesGivenNameInsteadOfContainers() {
		assertFound(component("iris-default-0-", "mine", "first"), "iris-default-0-mine", "first,engine");
	}

	@ParameterizedTest
	@CsvSource({ "seldon-" + DIGEST_OF_CONTAINERS + ", 'tokeniser,classifier,seldon-container-engine'",
			"reviews-" + DIGEST_OF_CONTAINERS + ", 'tokeniser,classifier'" })
	void recognizesBothFormsOfDigest(String name, String containers) {
		assertFound(LONG, name, containers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "seldon-" + DIGEST_OF_GIVEN_NAME, "reviews-" + DIGEST_OF_GIVEN_NAME })
	void recognizesDigestOfGivenName(String name) {
		assertFound(LONG_GIVEN, name, "tokeniser");
	}

	@ParameterizedTest
	@CsvSource({ "seldon-" + DIGEST_OF_CONTAINERS + ", 'classifier,tokeniser'",
			"seldon-" + DIGEST_OF_GIVEN_NAME + ", 'tokeniser,classifier'",
			DIGEST_OF_CONTAINERS + ", 'tokeniser,classifier'",
			"seldon-593bccf76f58184675733c52d8332aab, 'seldon-container-engine'",
			"iris-default-svc-orch, 'seldon-container-engine'", "iris-default-explainer, 'explainer'" })
	void recognizesAuxiliaryDeployments(String name, String containers) {
		assertThat(DeploymentNameMatcher.componentOf(List.of(TWO_CONTAINERS, LONG), deployment(name, containers)))
			.isEmpty();
	}

	@Test
	void distinguishesPredictorsWithCommonPrefix() {
		ComponentSpec shorter = component("iris-main-0-", null, "0-model");
		ComponentSpec longer = component("iris-main-0-0-", null, "other");

		for (List<ComponentSpec> components : List.of(List.of(shorter, longer), List.of(longer, shorter))) {
			assertThat(DeploymentNameMatcher.componentOf(components, deployment("iris-main-0-0-model", "0-model")))
				.contains(shorter);
			assertThat(DeploymentNameMatcher.componentOf(components, deployment("iris-main-0-0-other", "other")))
				.contains(longer);
		}
	}

	@Test
	void fallsBackToLongestPrefix() {
		ComponentSpec shorter = component("iris-main-0-", null, "model");
		ComponentSpec longer = component("iris-main-0-0-", null, "other");

		for (List<ComponentSpec> components : List.of(List.of(shorter, longer), List.of(longer, shorter))) {
			assertThat(DeploymentNameMatcher.componentOf(components, deployment("iris-main-0-0-changed", "other")))
				.contains(longer);
			assertThat(DeploymentNameMatcher.componentOf(components, deployment("iris-main-0-changed", "model")))
				.contains(shorter);
		}
	}

	private static void assertFound(ComponentSpec component, String name, String containers) {
		ComponentSpec another = component("another-0-", null, "first", "second");

		assertThat(DeploymentNameMatcher.componentOf(List.of(another, component), deployment(name, containers)))
			.contains(component);
	}

	private static OwnedDeployment deployment(String name, String containers) {
		return Resources.settled(name, 1, containers.split(","));
	}

	private static ComponentSpec component(String prefix, @Nullable String givenName, String... containers) {
		return new ComponentSpec(0, 0, null, false, prefix, givenName, List.of(containers));
	}

}
