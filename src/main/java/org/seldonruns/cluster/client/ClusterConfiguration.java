package org.seldonruns.cluster.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.micrometer.core.instrument.MeterRegistry;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.cluster.PingingHttpClientFactory;
import org.seldonruns.run.RunId;
import org.seldonruns.time.Timekeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the client. Making it asks nothing of the cluster. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

	/**
	 * Before a watch that was cut is started over; it doubles up to 32 times of that. A
	 * run that waits sees nothing meanwhile, so that the longest should be seconds.
	 */
	private static final Duration FIRST_PAUSE_OF_A_WATCH = Duration.ofMillis(150);

	private static final Logger log = LoggerFactory.getLogger(ClusterConfiguration.class);

	@Bean
	InstanceId instance() {
		return new InstanceId(RunId.next().toString());
	}

	@Bean
	public Config kubernetesConfig(ClusterSettings settings) {
		ClusterSource source = source(settings);
		log.info("Cluster {}, from {}", source.target(), source.description());
		return source.config();
	}

	private static ClusterSource source(ClusterSettings settings) {
		return ClusterSource.find(settings, System::getenv, Path.of(System.getProperty("user.home")));
	}

	@Bean
	public KubernetesClient kubernetesClient(Config config, ClusterSettings settings, MeterRegistry registry,
			Timekeeper timekeeper) {
		config.setRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		config.setConnectionTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		// Whether to ask again is decided by who knows the deadline; a create that the
		// client itself
		// repeated would meet its own object.
		config.setRequestRetryBackoffLimit(0);
		config.setWatchReconnectInterval(Math.toIntExact(FIRST_PAUSE_OF_A_WATCH.toMillis()));
		// With HTTP/2 all requests share a connection, and the JDK's client keeps it when
		// none is answered any more: each further one would be lost as well. With
		// HTTP/1.1
		// a request that is not answered in time takes its connection with it.
		config.setHttp2Disable(true);
		return new KubernetesClientBuilder().withConfig(config)
			.withHttpClientFactory(new PingingHttpClientFactory(settings.requestTimeout(), timekeeper))
			.withHttpClientBuilderConsumer(builder -> {
				builder.addOrReplaceInterceptor("request-counter", new RequestCounter(registry));
				if (RenewedCertificates.areUsed(config)) {
					builder.sslContext(new KeyManager[] { new RenewedCertificates(() -> source(settings).config()) },
							trustManagers(config));
				}
			})
			.build();
	}

	private static TrustManager[] trustManagers(Config config) {
		try {
			return SSLUtils.trustManagers(config);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new ClusterConfigurationException("the cluster's certificate authority cannot be read");
		}
	}

}
