package org.seldonruns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A call of {@code samples/rehearse.sh}, as people and CI systems make it. */
final class Rehearsal implements AutoCloseable {

	static final Path SCRIPT = Path.of("samples", "rehearse.sh").toAbsolutePath();

	private static final Pattern RUN = Pattern.compile("/runs/[0-9a-f-]{36}");

	private final Process process;

	private final Path out;

	private final Path err;

	private Rehearsal(Process process, Path out, Path err) {
		this.process = process;
		this.out = out;
		this.err = err;
	}

	/**
	 * Starts a command.
	 * @param folder where it is to run
	 * @param environment what it gets besides the test's own environment
	 * @param command the program and its arguments
	 * @return the call, which goes on
	 */
	static Rehearsal start(Path folder, Map<String, String> environment, List<String> command) {
		try {
			Path out = Files.createTempFile(folder, "out-", ".txt");
			Path err = Files.createTempFile(folder, "err-", ".txt");
			ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
				.redirectOutput(out.toFile())
				.redirectError(err.toFile());
			builder.environment().keySet().removeIf(name -> name.startsWith("SELDON_RUNS_"));
			builder.environment().putAll(environment);
			return new Rehearsal(builder.start(), out, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits for its end. */
	int exitStatus() {
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("over in time: %s%s", out(), err()).isTrue();
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	void assertEndsWith(int status) {
		assertThat(exitStatus()).as(() -> "exit status of\n" + out() + err()).isEqualTo(status);
	}

	/** What it has written to standard output so far. */
	String out() {
		return read(out);
	}

	/** What it has written to standard error so far. */
	String err() {
		return read(err);
	}

	/** Waits until it has written something to standard output. */
	void awaitOut(String text) {
		await().untilAsserted(() -> assertThat(out()).as(this::err).contains(text));
	}

	/** Waits until it has said which run is its own. */
	String awaitRun() {
		return await().until(() -> RUN.matcher(err()), Matcher::find).group();
	}

	/** Asks it to stop, as CI systems do. */
	void terminate() {
		process.destroy();
	}

	/** What everybody on the machine can see of it and of what it has started. */
	List<String> arguments() {
		return process.descendants().map(child -> child.info().commandLine().orElse("")).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

}
