package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** A container of the project's image, on the network of this machine. */
final class ContainerProcess implements AutoCloseable {

	private static final String IMAGE = "localhost/seldon-runs:it-" + ProcessHandle.current().pid();

	/** What it has to start within, as Kubernetes would give it 512 MiB. */
	private static final String OPTIONS = "-XX:AOTMode=on -Xlog:aot -Xlog:gc+init -XX:MaxRAM=640m";

	private static final Pattern FILE = Pattern
		.compile("(certificate-authority|client-certificate|client-key): \"?([^\"},\\s]+)\"?");

	private final Process process;

	private final Path folder;

	private final Path log;

	private final ProcessHandle java;

	private final ServiceClient client;

	private ContainerProcess(Process process, Path folder, Path log) {
		this.process = process;
		this.folder = folder;
		this.log = log;
		int port = ServiceProcess.awaitPort(process, log);
		this.java = process.descendants()
			.filter(each -> each.info().command().orElse("").endsWith("/bin/java"))
			.findAny()
			.orElseThrow();
		this.client = new ServiceClient(port);
	}

	/** Builds the image from the jar in target. */
	static void build(Path folder) throws IOException {
		call(folder, List.of(tool(), "build", IMAGE, ".", "--build-arg", "JAR_FROM=target"));
	}

	/** Removes the image, which the tool cannot. */
	static void removeImage(Path folder) throws IOException {
		call(folder, List.of("env", "STORAGE_DRIVER=vfs", "buildah", "rmi", IMAGE));
	}

	/** Calls a program in the project's folder, and returns what it said. */
	static String call(Path folder, List<String> command) throws IOException {
		Path output = Files.createTempFile(folder, "call-", ".log");
		Process call = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		assertThat(exitStatus(call)).as("%s: %s", command, Files.readString(output)).isZero();
		return Files.readString(output);
	}

	/** Starts the image as it is, with somebody's rights on a cluster. */
	static ContainerProcess start(Path folder, String kubeconfig) {
		try {
			Path log = Files.createTempFile(folder, "container-", ".log");
			Path mounted = Files.createTempDirectory(folder, "kube-");
			Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxr-xr-x"));
			// The files that it names are not in the container.
			Files.writeString(mounted.resolve("config"),
					FILE.matcher(Files.readString(Path.of(kubeconfig))).replaceAll(ContainerProcess::inline));
			return new ContainerProcess(new ProcessBuilder(tool(), "run", IMAGE, "-v", mounted + ":/kube:ro", "-e",
					"KUBECONFIG=/kube/config", "-e", "SERVER_PORT=0", "-e", "JDK_JAVA_OPTIONS=" + OPTIONS)
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start(), folder, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String inline(MatchResult file) {
		try {
			return file.group(1) + "-data: "
					+ Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file.group(2))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String tool() {
		return Path.of(String.valueOf(System.getenv("IMAGE_TOOL"))).toAbsolutePath().toString();
	}

	String log() throws IOException {
		return Files.readString(log);
	}

	ServiceClient client() {
		return client;
	}

	/** Returns the {@code /proc} folder of the container's process. */
	Path proc() {
		return Path.of("/proc", String.valueOf(java.pid()));
	}

	/**
	 * Whatever in the container belongs to the image's user: the image has nothing of
	 * his.
	 */
	List<String> writtenFiles() throws IOException {
		String root = proc().resolve("root").toString();
		return call(folder, List.of("find", root + "/", "-xdev", "-uid", "10001")).lines()
			.map(file -> file.substring(root.length()))
			.toList();
	}

	/** Sends SIGTERM to the container's process, as its runtime does, and waits. */
	int stop() {
		java.destroy();
		return exitStatus(process);
	}

	private static int exitStatus(Process process) {
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		stop();
	}

}
