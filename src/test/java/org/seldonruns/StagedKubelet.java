package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A second kwok beside the one of a real control plane. Its stages play what the first
 * one's do not: see {@code kubelet/stages.yaml} of the test resources.
 */
final class StagedKubelet implements AutoCloseable {

	private final Process process;

	private StagedKubelet(Process process) {
		this.process = process;
	}

	/**
	 * Starts it.
	 * @param program the kwok program
	 * @param kubeconfig of whom may change pods
	 */
	static StagedKubelet start(String program, String kubeconfig) throws IOException {
		return new StagedKubelet(new ProcessBuilder(program, "--kubeconfig=" + kubeconfig, "--manage-all-nodes=true",
				// The first one holds the leases, and minds the nodes themselves.
				"--node-lease-duration-seconds=0", "--node-ip=127.0.0.1",
				"--config=" + Path.of("src", "test", "resources", "kubelet", "stages.yaml"))
			.redirectErrorStream(true)
			.redirectOutput(new File("target", "kwok.log"))
			.start());
	}

	@Override
	public void close() {
		process.destroy();
		process.onExit().join();
	}

}
