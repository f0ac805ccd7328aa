package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the requests of one user from the audit log of the API server, a file next to the
 * kubeconfig.
 */
final class AuditLog {

	private final Path folder;

	private final String uid;

	/**
	 * A user's part of the log.
	 * @param kubeconfig of the cluster
	 * @param uid the user, of a ServiceAccount: its own
	 */
	AuditLog(Path kubeconfig, String uid) {
		try {
			this.folder = kubeconfig.toRealPath().resolveSibling("");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.uid = uid;
	}

	/** The requests so far. */
	List<JsonNode> events() {
		try (Stream<Path> files = Files.list(folder)) {
			return files
				// Also those that were full.
				.filter(file -> file.getFileName().toString().matches("audit.*\\.log"))
				.flatMap(this::lines)
				.map(JsonMapper.shared()::readTree)
				.filter(event -> event.at("/user/uid").asString("").equals(uid))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Stream<String> lines(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			// The last one may be half there.
			return lines.filter(line -> line.contains(uid) && line.endsWith("}")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The status that a request was answered with. */
	static int status(JsonNode event) {
		return event.at("/responseStatus/code").asInt(0);
	}

}
