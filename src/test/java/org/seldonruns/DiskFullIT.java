package org.seldonruns;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.seldonruns.simulation.SimulatedCluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** No byte can be written to any file, and the log goes to a device that is full. */
@EnabledOnOs(OS.LINUX)
class DiskFullIT {

	@AutoClose
	private final SimulatedCluster cluster = SimulatedCluster.start();

	@TempDir
	Path folder;

	@Test
	void failedLogWritesDoNotFailRuns() throws IOException, InterruptedException {
		int port = freePort();
		Process service = new ProcessBuilder(command(port)).redirectErrorStream(true)
			.redirectOutput(new File("/dev/full"))
			.start();
		try {
			ServiceClient client = new ServiceClient(port);
			await().atMost(ServiceProcess.PATIENCE)
				.ignoreExceptions()
				.until(() -> client.get("/actuator/health/liveness").getStatusCode().is2xxSuccessful());

			String form = client.start("single.yaml", "?namespace=a");
			String bare = client.startText(RealCluster.manifest("bare", "0s"), "?namespace=b");

			for (String run : List.of(form, bare)) {
				assertThat(client.awaitEnd(run).path("status").asString()).isEqualTo("SUCCEEDED");
			}
			assertThat(client.get("/runs/none").getStatusCode().value()).isEqualTo(400);
		}
		finally {
			service.destroy();
			assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
	}

	private List<String> command(int port) {
		List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f 0; exec \"$@\"", "bash"));
		command.addAll(
				ServiceProcess.command(cluster.writeKubeconfig(folder.resolve("kubeconfig")), "--server.port=" + port));
		return command;
	}

	// Not one that the system gives away by itself: somebody else may get that in
	// between.
	private static int freePort() {
		return new Random().ints(20_000, 30_000).filter(DiskFullIT::isFree).findFirst().orElseThrow();
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
