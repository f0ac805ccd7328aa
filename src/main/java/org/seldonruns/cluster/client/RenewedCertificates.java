package org.seldonruns.cluster.client;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import okhttp3.Authenticator;
import okhttp3.Handshake;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;
import org.seldonruns.run.BoundedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presents the client certificate that is on disk when a connection is made, and replaces
 * connections whose certificate the API server no longer accepts. Safe for use by many
 * threads.
 */
final class RenewedCertificates extends X509ExtendedKeyManager implements Authenticator {

	private static final Logger log = LoggerFactory.getLogger(RenewedCertificates.class);

	/** The shortest limit, in seconds; 0 means no limit. */
	private static final int MAX_RESUMPTION = 1;

	/** The handshakes for which a certificate and its key are kept together. */
	private static final int MAX_HANDSHAKES = 1000;

	private static final String SEPARATOR = "/";

	private static final String CONNECTION = "Connection";

	private final Supplier<Config> configuration;

	/**
	 * The certificate and key of each handshake, by its alias. A handshake requests them
	 * one after the other, and both can be renewed in between.
	 */
	private final Map<String, X509ExtendedKeyManager> inUse = new BoundedMap<>(MAX_HANDSHAKES);

	private X509ExtendedKeyManager latest;

	private volatile @Nullable SSLSessionContext sessions;

	private long generation;

	RenewedCertificates(Supplier<Config> configuration) {
		this.configuration = configuration;
		this.latest = read(configuration.get());
	}

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
			requireMatch(keys);
			return keys;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("the client certificate cannot be read", ex);
		}
	}

	/**
	 * Checks that each certificate matches its key. They are separate files, which are
	 * not replaced at the same time.
	 */
	private static void requireMatch(X509KeyManager keys) throws GeneralSecurityException {
		for (String alias : aliases(keys)) {
			requireMatch(keys.getCertificateChain(alias)[0], keys.getPrivateKey(alias));
		}
	}

	private static boolean contain(X509KeyManager keys, Certificate certificate) {
		return aliases(keys).stream().anyMatch(alias -> keys.getCertificateChain(alias)[0].equals(certificate));
	}

	private static List<String> aliases(X509KeyManager keys) {
		return Stream.of("RSA", "EC", "EdDSA")
			.map(type -> keys.getClientAliases(type, null))
			.filter(Objects::nonNull)
			.flatMap(Stream::of)
			.toList();
	}

	private static void requireMatch(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
		String algorithm = switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC" -> "SHA256withECDSA";
			default -> "EdDSA";
		};
		byte[] sample = { 1, 2, 3 };
		Signature signer = Signature.getInstance(algorithm);
		signer.initSign(key);
		signer.update(sample);
		Signature verifier = Signature.getInstance(algorithm);
		verifier.initVerify(certificate.getPublicKey());
		verifier.update(sample);
		if (!verifier.verify(signer.sign())) {
			throw new GeneralSecurityException("the client certificate and its key do not belong together");
		}
	}

	private synchronized X509ExtendedKeyManager renewed() {
		try {
			latest = read(configuration.get());
		}
		catch (RuntimeException ex) {
			// The files may be incomplete at this moment, and the former certificate may
			// still be valid.
			log.warn("Cannot read the renewed client certificate; the previous one stays in use: {}",
					ClientErrors.message(ex));
		}
		return latest;
	}

	@Override
	public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
		if (socket instanceof SSLSocket secure && secure.getHandshakeSession() != null) {
			// A resumed session would keep the former certificate.
			sessions = secure.getHandshakeSession().getSessionContext();
			sessions.setSessionTimeout(MAX_RESUMPTION);
		}
		return remember(keys -> keys.chooseClientAlias(types, issuers, socket));
	}

	/**
	 * Repeats a rejected request over another connection if the certificate of this one
	 * has been renewed since. A request with {@code Connection: close} is the last one
	 * that OkHttp starts on a connection; watches that are open there stay.
	 */
	@Override
	public @Nullable Request authenticate(@Nullable Route route, Response response) {
		Handshake handshake = response.handshake();
		if (handshake == null || handshake.localCertificates().isEmpty()
				|| contain(renewed(), handshake.localCertificates().getFirst())) {
			return null;
		}
		preventResumption();
		Request rejected = response.request();
		boolean wasLast = rejected.header(CONNECTION) != null;
		return (wasLast ? rejected.newBuilder().removeHeader(CONNECTION)
				: rejected.newBuilder().header(CONNECTION, "close"))
			.build();
	}

	/** Open connections keep their sessions; new ones cannot resume them. */
	private void preventResumption() {
		SSLSessionContext context = sessions;
		if (context != null) {
			Collections.list(context.getIds())
				.stream()
				.map(context::getSession)
				.filter(Objects::nonNull)
				.forEach(SSLSession::invalidate);
		}
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

	private synchronized @Nullable X509ExtendedKeyManager keysFor(String alias) {
		return inUse.get(alias);
	}

	private static String keyStoreAlias(String alias) {
		return alias.substring(alias.indexOf(SEPARATOR) + 1);
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		X509ExtendedKeyManager keys = keysFor(alias);
		return (keys != null) ? keys.getCertificateChain(keyStoreAlias(alias)) : null;
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		X509ExtendedKeyManager keys = keysFor(alias);
		return (keys != null) ? keys.getPrivateKey(keyStoreAlias(alias)) : null;
	}

	@Override
	public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
		// Not called for handshakes.
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
