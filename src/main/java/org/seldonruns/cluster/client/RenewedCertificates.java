package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
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

	/** How many handshakes may start before the oldest of them has asked for its key. */
	private static final int GENERATIONS = 1000;

	private static final String SEPARATOR = "/";

	private final Supplier<Config> configuration;

	/**
	 * The certificates that handshakes may be using, by the alias that a handshake knows
	 * them by: it asks for certificate and key one after the other, between which both
	 * may be renewed.
	 */
	private final Map<String, X509ExtendedKeyManager> inUse = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, X509ExtendedKeyManager> eldest) {
			return size() > GENERATIONS;
		}

	};

	private X509ExtendedKeyManager latest;

	private long generation;

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
			X509ExtendedKeyManager keys = Arrays.stream(SSLUtils.keyManagers(config))
				.filter(X509ExtendedKeyManager.class::isInstance)
				.map(X509ExtendedKeyManager.class::cast)
				.findFirst()
				.orElseThrow();
			KeyPairs.requireMatch(keys);
			return keys;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("the client certificate cannot be read", ex);
		}
	}

	private synchronized X509ExtendedKeyManager renewed() {
		try {
			latest = read(configuration.get());
		}
		catch (RuntimeException ex) {
			// Just being written, perhaps; the one before may still be valid.
			log.warn("The client certificate cannot be read now: {}", ClientErrors.words(ex));
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
		return remember(keys -> keys.chooseEngineClientAlias(types, issuers, engine));
	}

	@Override
	public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
		return remember(keys -> keys.chooseClientAlias(types, issuers, socket));
	}

	private synchronized @Nullable String remember(Function<X509ExtendedKeyManager, @Nullable String> choice) {
		X509ExtendedKeyManager keys = renewed();
		String alias = choice.apply(keys);
		if (alias == null) {
			return null;
		}
		String known = ++generation + SEPARATOR + alias;
		inUse.put(known, keys);
		return known;
	}

	private synchronized @Nullable X509ExtendedKeyManager keysOf(String alias) {
		return inUse.get(alias);
	}

	private static String original(String alias) {
		return alias.substring(alias.indexOf(SEPARATOR) + 1);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		X509ExtendedKeyManager keys = keysOf(alias);
		return (keys != null) ? keys.getCertificateChain(original(alias)) : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		X509ExtendedKeyManager keys = keysOf(alias);
		return (keys != null) ? keys.getPrivateKey(original(alias)) : null;
	}

	@Override
	public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
		// Only asked for by those who do not choose one for a handshake.
		return null;
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
