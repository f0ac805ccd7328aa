package org.seldonruns.cluster;

import java.nio.file.Path;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import org.seldonruns.run.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the client. Making it asks nothing of the cluster. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

	private static final Logger log = LoggerFactory.getLogger(ClusterConfiguration.class);

	@Bean
	Instance instance() {
		return new Instance(RunId.next().toString());
	}

	@Bean
	Config kubernetesConfig(ClusterSettings settings) {
		ClusterSource source = ClusterSource.find(settings, System::getenv, Path.of(System.getProperty("user.home")));
		log.info("Cluster {}, from {}", source.target(), source.description());
		return source.config();
	}

	@Bean
	KubernetesClient kubernetesClient(Config config, ClusterSettings settings, MeterRegistry registry) {
		config.setRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		config.setConnectionTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		// Whether to ask again is decided by who knows the deadline; a create that the
		// client itself
		// repeated would meet its own object.
		config.setRequestRetryBackoffLimit(0);
		return new KubernetesClientBuilder().withConfig(config)
			.withHttpClientBuilderConsumer(
					builder -> builder.addOrReplaceInterceptor("request-counter", new RequestCounter(registry)))
			.build();
	}

}
