package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {

	/** Enough for a cold start beside all that a busy machine does. */
	static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path log;

	private final ServiceClient client;

	private ServiceProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.client = new ServiceClient(awaitPort(process, log));
	}

	static ServiceProcess start(Path folder, Path kubeconfig, String... settings) {
		List<String> command = command(kubeconfig, "--server.port=0");
		command.addAll(List.of(settings));
		return start(folder, new ProcessBuilder(command));
	}

	/** Starts the packaged service, or its classes if nothing is packaged. */
	static ServiceProcess startPackaged(Path folder, Path kubeconfig, String... settings) {
		List<String> command = new ArrayList<>(
				List.of(java(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
		command.addAll(program());
		command.addAll(List.of("--server.port=0", "--seldon-runs.cluster.kubeconfig=" + kubeconfig));
		command.addAll(List.of(settings));
		return start(folder, new ProcessBuilder(command));
	}

	/**
	 * The arguments of the JVM that name the program: the packaged jar, if there is one.
	 */
	static List<String> program() {
		String jar = System.getProperty("packaged.jar");
		return (jar != null) ? List.of("-jar", jar) : fromClassPath();
	}

	private static List<String> fromClassPath() {
		return List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				SeldonRunsApplication.class.getName());
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/** Starts what says in its log, which is kept in the folder, on which port it is. */
	static ServiceProcess start(Path folder, ProcessBuilder service) {
		try {
			Path log = Files.createTempFile(folder, "service-", ".log");
			Process process = service.redirectErrorStream(true).redirectOutput(log.toFile()).start();
			return new ServiceProcess(process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The service's own command line, to which more settings may be added. */
	static List<String> command(Path kubeconfig, String port) {
		List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m",
				// The JVM's own counters are a file, too.
				"-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
		command.addAll(fromClassPath());
		command.addAll(List.of(port, "--seldon-runs.cluster.kubeconfig=" + kubeconfig));
		return command;
	}

	/** Waits for a service to say in its log on which port it is. */
	static int awaitPort(Process process, Path log) {
		return await().atMost(PATIENCE).until(() -> port(process, log), Optional::isPresent).orElseThrow();
	}

	private static Optional<Integer> port(Process process, Path log) throws IOException {
		String said = Files.readString(log);
		assertThat(process.isAlive()).as("alive: %s", said).isTrue();
		Matcher port = PORT.matcher(said);
		return port.find() ? Optional.of(Integer.parseInt(port.group(1))) : Optional.empty();
	}

	/** The port of the management server, which starts after the main one. */
	int managementPort() {
		return await().atMost(PATIENCE).until(() -> ports(log), ports -> ports.size() > 1).getLast();
	}

	private static List<Integer> ports(Path log) throws IOException {
		return PORT.matcher(Files.readString(log)).results().map(result -> Integer.valueOf(result.group(1))).toList();
	}

	/** The most memory that the whole process has used, in KiB. */
	long peakMemory() throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))
			.stream()
			.filter(line -> line.startsWith("VmHWM:"))
			.mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
	}

	String log() throws IOException {
		return Files.readString(log);
	}

	ServiceClient client() {
		return client;
	}

	/** Ends it without a word, as SIGKILL does. */
	void kill() {
		process.destroyForcibly();
		awaitEnd();
	}

	private void awaitEnd() {
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		process.destroy();
		awaitEnd();
	}

}
