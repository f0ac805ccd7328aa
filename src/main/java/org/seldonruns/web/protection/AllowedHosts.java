package org.seldonruns.web.protection;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import org.seldonruns.security.SecurityMode;
import org.seldonruns.security.SecuritySettings;

/**
 * Matches the allowed values of {@code Host}. In a DNS rebinding attack, a web site
 * resolves its own name to the address of the service, so that a browser considers both
 * the same origin; but the requests still have the name of the web site.
 */
@Component
class AllowedHosts implements Predicate<String> {

	/** Browsers do not resolve a host of this form through DNS. */
	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	/** Resolves to loopback, including its subdomains (RFC 6761, section 6.3). */
	private static final String LOCALHOST = "localhost";

	private final boolean anyName;

	private final Set<String> names;

	AllowedHosts(SecuritySettings settings) {
		this.names = settings.hosts().stream().map(AllowedHosts::normalize).collect(Collectors.toUnmodifiableSet());
		// Browsers do not add a bearer token to requests of other web sites.
		this.anyName = settings.mode() == SecurityMode.KUBERNETES && names.isEmpty();
	}

	/**
	 * Returns whether a host is an address, localhost or a configured name.
	 * @param host the name or address without a port, an IPv6 address in brackets
	 */
	@Override
	public boolean test(String host) {
		String name = normalize(host);
		return anyName || name.startsWith("[") || IPV4.matcher(name).matches() || name.equals(LOCALHOST)
				|| name.endsWith("." + LOCALHOST) || names.contains(name);
	}

	private static String normalize(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
