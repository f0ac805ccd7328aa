package org.seldonruns.run.request;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class NamespaceSettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Setup.class);

	@Test
	void allowAllExceptKubeNamespacesByDefault() {
		runner.run(context -> {
			NamespaceSettings settings = context.getBean(NamespaceSettings.class);
			assertThat(settings.namespaces()).isEmpty();
			assertThat(settings.allows("seldon")).isTrue();
			assertThat(settings.allows("kube")).isTrue();
			assertThat(settings.allows("kube-system")).isFalse();
		});
	}

	@Test
	void allowOnlyConfiguredNamespaces() {
		runner.withPropertyValues("seldon-runs.namespaces=seldon,kube-models").run(context -> {
			NamespaceSettings settings = context.getBean(NamespaceSettings.class);
			assertThat(settings.namespaces()).isEqualTo(Set.of("seldon", "kube-models"));
			assertThat(settings.allows("kube-models")).isTrue();
			assertThat(settings.allows("other")).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Seldon", "a.b", "-a", "a_b" })
	void rejectInvalidNames(String name) {
		runner.withPropertyValues("seldon-runs.namespaces=" + name).run(context -> assertThat(context).hasFailed());
	}

	@EnableConfigurationProperties(NamespaceSettings.class)
	static class Setup {

	}

}
