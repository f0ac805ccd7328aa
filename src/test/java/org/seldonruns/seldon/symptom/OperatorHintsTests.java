package org.seldonruns.seldon.symptom;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seldonruns.seldon.resource.Resources;
import org.seldonruns.seldon.resource.SeldonDeployment;

import org.springframework.util.DigestUtils;

import static org.assertj.core.api.Assertions.assertThat;

class OperatorHintsTests {

	private static final String LONG = "x".repeat(64);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Deployment.apps "DIGEST" is invalid: must be no more than 63 bytes | DIGEST is the Deployment of component 0 of predictor LONG
					Deployment.apps "DIGEST" is invalid: must be no more than 63 bytes | the name of predictor LONG is longer than 63 characters
					spec.template.spec.containers[0].image: Required value             | container stray belongs to no node of the graph (model)
					cannot find the container                                          | node model of the graph of predictor LONG has no container and no implementation
					""")
	void explainsADescriptionThatDoesNotNameTheMistake(String description, String hint) {
		assertThat(OperatorHints.about(failed(description.replace("DIGEST", digest()))))
			.contains(hint.replace("DIGEST", digest()).replace("LONG", LONG));
	}

	@ParameterizedTest
	@CsvSource({ "quota exceeded", "''" })
	void saysNothingAboutOtherDescriptions(String description) {
		assertThat(OperatorHints.about(failed(description))).isEmpty();
	}

	private static String digest() {
		return "seldon-" + DigestUtils.md5DigestAsHex(("iris-" + LONG + "-0-stray").getBytes(StandardCharsets.UTF_8));
	}

	private static SeldonDeployment failed(String description) {
		SeldonDeployment resource = Resources.withSpec("""
				predictors:
				- name: %s
				  graph: {name: model}
				  componentSpecs: [{spec: {containers: [{name: stray}]}}]
				""".formatted(LONG));
		return new SeldonDeployment(resource.name(), resource.uid(), resource.version(), 1, resource.labels(),
				resource.finalizers(), false, SeldonDeployment.FAILED, description, null, false, resource.predictors(),
				resource.content());
	}

}
