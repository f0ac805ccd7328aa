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
 * The hosts that a request may be for. A web site can have its own name resolve to
 * wherever the service is (DNS rebinding), and a browser then takes both for one site;
 * but the request still bears that name.
 */
@Component
class AllowedHosts implements Predicate<String> {

	/** A host of this form is no name to a browser, so that no DNS answer leads to it. */
	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	/** Resolves to loopback, whatever lies below it (RFC 6761, section 6.3). */
	private static final String LOCALHOST = "localhost";

	private final boolean anyName;

	private final Set<String> names;

	AllowedHosts(SecuritySettings settings) {
		this.names = settings.hosts().stream().map(AllowedHosts::plain).collect(Collectors.toUnmodifiableSet());
		// With a token of its own, a request says enough of where it comes from.
		this.anyName = settings.mode() == SecurityMode.KUBERNETES && names.isEmpty();
	}

	/**
	 * Whether a request may be for a host.
	 * @param host its name or address, without a port; an IPv6 address in brackets
	 * @return whether it is an address, localhost, or one of the settings' names
	 */
	@Override
	public boolean test(String host) {
		String name = plain(host);
		return anyName || name.startsWith("[") || IPV4.matcher(name).matches() || name.equals(LOCALHOST)
				|| name.endsWith("." + LOCALHOST) || names.contains(name);
	}

	private static String plain(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
