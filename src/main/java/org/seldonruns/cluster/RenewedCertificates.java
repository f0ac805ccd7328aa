package org.seldonruns.cluster;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the API server the client certificate that is on disk when a connection is made,
 * so that one that is renewed there is taken up. Safe for use by many threads.
 */
final class RenewedCertificates extends X509ExtendedKeyManager {

	private static final Logger log = LoggerFactory.getLogger(RenewedCertificates.class);

	/** In seconds; 0 would be for ever. */
	private static final int LONGEST_RESUMPTION = 1;

	private final Supplier<Config> configuration;

	private volatile X509ExtendedKeyManager latest;

	/**
	 * Reads the certificate for the first time.
	 * @param configuration reads the client's configuration anew
	 */
	RenewedCertificates(Supplier<Config> configuration) {
		this.configuration = configuration;
		this.latest = read(configuration.get());
	}

	/**
	 * Whether a client shows a certificate at all.
	 * @param config its configuration
	 * @return whether it does
	 */
	static boolean areUsed(Config config) {
		return config.getClientCertData() != null || config.getClientCertFile() != null;
	}

	private static X509ExtendedKeyManager read(Config config) {
		try {
			return Arrays.stream(SSLUtils.keyManagers(config))
				.filter(X509ExtendedKeyManager.class::isInstance)
				.map(X509ExtendedKeyManager.class::cast)
				.findFirst()
				.orElseThrow();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("the client certificate cannot be read", ex);
		}
	}

	private X509ExtendedKeyManager renewed() {
		try {
			latest = read(configuration.get());
		}
		catch (RuntimeException ex) {
			// Just being written, perhaps; the one before may still be valid.
			log.warn("The client certificate cannot be read now: {}", Causes.words(ex));
		}
		return latest;
	}

	@Override
	public @Nullable String chooseEngineClientAlias(String[] types, Principal @Nullable [] issuers,
			@Nullable SSLEngine engine) {
		if (engine != null && engine.getHandshakeSession() != null) {
			// A connection that resumes a session shows no certificate, and is taken for
			// the
			// one before.
			engine.getHandshakeSession().getSessionContext().setSessionTimeout(LONGEST_RESUMPTION);
		}
		return renewed().chooseEngineClientAlias(types, issuers, engine);
	}

	@Override
	public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return renewed().chooseClientAlias(types, issuers, socket);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return latest.getCertificateChain(alias);
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return latest.getPrivateKey(alias);
	}

	@Override
	public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
		return latest.getClientAliases(type, issuers);
	}

	@Override
	public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return null;
	}

}
