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
import okhttp3.Authenticator;
import org.seldonruns.cluster.ClusterSettings;
import org.seldonruns.run.RunId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the Kubernetes client, without sending a request. */
@Configuration(proxyBeanMethods = false)
public class ClusterConfiguration {

	/**
	 * The delay before an interrupted watch is restarted. It doubles up to 32 times this
	 * value; a waiting run observes nothing meanwhile, so the maximum is a few seconds.
	 */
	private static final Duration FIRST_PAUSE_OF_A_WATCH = Duration.ofMillis(150);

	private static final Logger log = LoggerFactory.getLogger(ClusterConfiguration.class);

	@Bean
	InstanceId instance() {
		return new InstanceId(RunId.next().toString());
	}

	@Bean
	Config kubernetesConfig(ClusterSettings settings) {
		ResolvedClientConfig source = source(settings);
		log.info("Connecting to {}; configuration from {}", source.target(), source.description());
		return source.config();
	}

	private static ResolvedClientConfig source(ClusterSettings settings) {
		return ResolvedClientConfig.find(settings, System::getenv, Path.of(System.getProperty("user.home")));
	}

	@Bean
	public KubernetesClient kubernetesClient(Config config, ClusterSettings settings, MeterRegistry registry) {
		config.setRequestTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		config.setConnectionTimeout(Math.toIntExact(settings.requestTimeout().toMillis()));
		// The caller knows the deadline and decides whether to retry. A repeated create
		// would find the object of the first one and report a conflict.
		config.setRequestRetryBackoffLimit(0);
		config.setWatchReconnectInterval(Math.toIntExact(FIRST_PAUSE_OF_A_WATCH.toMillis()));
		config.setOnlyHttpWatches(true);
		RenewedCertificates certificates = RenewedCertificates.areUsed(config)
				? new RenewedCertificates(() -> source(settings).config()) : null;
		return new KubernetesClientBuilder().withConfig(config)
			.withHttpClientFactory(new KubernetesTransport(settings.requestTimeout(),
					(certificates != null) ? certificates : Authenticator.NONE, new RequestCounter(registry)))
			.withHttpClientBuilderConsumer(builder -> {
				if (certificates != null) {
					builder.sslContext(new KeyManager[] { certificates }, trustManagers(config));
				}
			})
			.build();
	}

	private static TrustManager[] trustManagers(Config config) {
		try {
			return SSLUtils.trustManagers(config);
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new ClusterConfigurationException(
					"the CA certificate of the cluster (certificate-authority in the kubeconfig) cannot be read");
		}
	}

}
