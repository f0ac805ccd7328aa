package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A second kwok next to the one of a real control plane, with additional stages: see
 * {@code kubelet/stages.yaml} in the test resources.
 */
final class StagedKubelet implements AutoCloseable {

	private final Process process;

	private StagedKubelet(Process process) {
		this.process = process;
	}

	/**
	 * Starts kwok.
	 * @param program the kwok program
	 * @param kubeconfig the kubeconfig of a user who may change pods
	 */
	static StagedKubelet start(String program, String kubeconfig) throws IOException {
		return new StagedKubelet(new ProcessBuilder(program, "--kubeconfig=" + kubeconfig, "--manage-all-nodes=true",
				// The first kwok holds the Leases and manages the nodes.
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
