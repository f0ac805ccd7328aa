package org.seldonruns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.seldonruns.run.history.RunFilter;
import org.seldonruns.run.history.RunHistory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Swagger UI and an EventSource in a real browser, where Chromium and its driver are
 * installed.
 */
@EmbeddedClusterTest
@EnabledIf(value = "browserInstalled", disabledReason = "Chromium or its driver is not installed")
class SwaggerUiIT {

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	@TempDir
	static Path folder;

	@LocalServerPort
	int port;

	@Autowired
	RunHistory history;

	private static @Nullable WebDriver chromium;

	private final WebDriver browser = Objects.requireNonNull(chromium);

	private final Set<String> tried = new HashSet<>();

	static boolean browserInstalled() {
		return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
	}

	@BeforeAll
	static void open() {
		chromium = startBrowser();
	}

	@AfterAll
	static void close() {
		if (chromium != null) {
			chromium.quit();
		}
	}

	/** The browser logs violations of the Content Security Policy. */
	@AfterEach
	void assertNoContentSecurityPolicyViolations() {
		assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).extracting(LogEntry::getMessage)
			.noneMatch(message -> message.contains("Content Security Policy"));
	}

	@Test
	void everyOperationCanBeTriedOut() throws IOException {
		SwaggerUi page = new SwaggerUi(browser, "http://localhost:" + port + "/swagger-ui.html", folder);
		Path manifest = manifest();

		SwaggerUi.Operation start = page.open("Runs-startRun").upload(manifest);
		SwaggerUi.Answer judged = start.choose("dryRun", "true").execute();
		assertThat(judged.status()).as(judged.text()).isEqualTo("200");
		assertThat(judged.text()).contains("\"verdict\": \"ACCEPTABLE\"");
		SwaggerUi.Answer queued = start.choose("dryRun", "false").execute();
		assertThat(queued.status()).as(queued.text()).isEqualTo("202");
		String id = id(queued.text());
		start.close();

		// Swagger UI shows a response only when it is complete.
		shows(page, "Streams-followRun", id, "DELETE        SUCCEEDED");
		shows(page, "Runs-getRun", id, "\"status\": \"SUCCEEDED\"");
		shows(page, "Runs-listRuns", null, id);
		assertThat(shows(page, "Runs-getManifest", id, "filename=\"iris.yaml\"")).isEqualTo(Files.readString(manifest));
		assertThat(shows(page, "Runs-getJunitReport", id, "TEST-browser.iris.xml"))
			.contains("<testcase name=\"DELETE\"");
		shows(page, "Runs-cancelRun", id, "\"status\": \"SUCCEEDED\"");
		SwaggerUi.Operation remove = page.open("Runs-removeRun").type("id", id);
		assertThat(remove.execute().status()).isEqualTo("204");
		assertThat(remove.execute().text()).contains("/problems/run-not-found");
		remove.close();
		shows(page, "Problems-listProblemTypes", null, "/problems/queue-full");
		shows(page, "Problems-getProblemType", null, "/problems/run-not-found");
		shows(page, "Problems-getFailureType", null, "/problems/run-failed/timed-out");

		// Not tried: Swagger UI shows complete responses only, and the stream of the list
		// is endless.
		tried.addAll(List.of("Runs-startRun", "Runs-removeRun", "Streams-followRuns"));
		assertThat(page.operations()).containsExactlyInAnyOrderElementsOf(tried);
	}

	@Test
	void crossSitePageCanOnlyLinkToTheService() throws IOException {
		HttpServer another = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		another.createContext("/", exchange -> {
			byte[] page = "<a href='http://localhost:%d/swagger-ui.html'>runs</a>".formatted(port)
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		another.start();
		try {
			browser.get("http://127.0.0.1:%d/".formatted(another.getAddress().getPort()));
			Object answers = ((JavascriptExecutor) browser).executeAsyncScript("""
					const [service, manifest, done] = arguments;
					const answer = (path, request) => fetch(service + path, request)
						.then((response) => response.type, () => 'none');
					Promise.all([
						answer('/runs', { method: 'POST', mode: 'no-cors', body: manifest }),
						answer('/runs', { method: 'POST', body: manifest }),
						answer('/runs', { method: 'POST', headers: { 'Content-Type': 'application/yaml' },
							body: manifest }),
						answer('/runs'),
						new Promise((seen) => {
							const image = new Image();
							image.onload = () => seen('image');
							image.onerror = () => seen('none');
							image.src = service + '/swagger-ui/favicon-32x32.png';
						})]).then(done);""", "http://localhost:" + port,
					Files.readString(manifest()).replace("namespace: browser", "namespace: elsewhere"));

			assertThat(answers).asInstanceOf(InstanceOfAssertFactories.list(String.class)).containsOnly("none");
			assertThat(history.list(new RunFilter("elsewhere", null, Map.of()), 1, OptionalLong.empty()).runs())
				.isEmpty();
			browser.findElement(By.tagName("a")).click();
			new WebDriverWait(browser, Duration.ofSeconds(30)).until(ExpectedConditions.titleIs("Swagger UI"));
		}
		finally {
			another.stop(0);
		}
	}

	@Test
	void eventSourceStopsAfterLastEvent() throws IOException {
		browser.get("http://localhost:" + port + "/problems");
		Object events = ((JavascriptExecutor) browser).executeAsyncScript("""
				const [manifest, done] = arguments;
				const events = [];
				fetch('/runs', { method: 'POST', headers: { 'Content-Type': 'application/yaml' }, body: manifest })
					.then((answer) => answer.json())
					.then((run) => {
						const source = new EventSource(`/runs/${run.id}/events`);
						for (const type of ['run', 'timeline', 'end']) {
							source.addEventListener(type, (event) => events.push(`${type} ${event.lastEventId}`));
						}
						source.onerror = () => {
							if (source.readyState === EventSource.CLOSED) {
								done(events);
							}
						};
					});""", Files.readString(manifest()));

		assertThat(events).asInstanceOf(InstanceOfAssertFactories.list(String.class))
			.allSatisfy(event -> assertThat(event).matches("(run|timeline) [0-9]+|end [0-9]+-end"))
			.startsWith("run 0")
			.anySatisfy(event -> assertThat(event).startsWith("timeline "))
			.filteredOn(event -> event.startsWith("end "))
			.hasSize(1);
	}

	/**
	 * Executes an operation with the id of a run and returns the downloaded file, if any.
	 */
	private @Nullable String shows(SwaggerUi page, String name, @Nullable String id, String text) throws IOException {
		SwaggerUi.Operation operation = page.open(name);
		if (id != null) {
			operation.type("id", id);
		}
		if ("Streams-followRun".equals(name)) {
			operation.accept("text/plain");
		}
		SwaggerUi.Answer answer = operation.execute();
		assertThat(answer.status()).as(answer.text()).isEqualTo("200");
		assertThat(answer.text()).contains(text);
		String file = answer.text().contains("Download file") ? operation.downloaded() : null;
		operation.close();
		tried.add(name);
		return file;
	}

	private static String id(String text) {
		Matcher id = Pattern.compile("\"id\": \"([0-9a-f-]{36})\"").matcher(text);
		assertThat(id.find()).as(text).isTrue();
		return id.group(1);
	}

	/** Writes a sample manifest with a namespace, so no query parameter is required. */
	private static Path manifest() throws IOException {
		String sample = Files.readString(Path.of("samples", "iris.yaml"));
		return Files.writeString(Files.createDirectories(folder.resolve("uploads")).resolve("iris.yaml"),
				sample.replaceFirst("(?m)^  name: iris$", "$0\n  namespace: browser"));
	}

	private static WebDriver startBrowser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toFile());
		// In a container there is no user namespace for the sandbox, and nothing but
		// loopback to talk to.
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--window-size=1400,2000");
		options.setExperimentalOption("prefs", Map.of("download.default_directory", folder.toString()));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		options.setScriptTimeout(Duration.ofSeconds(60));
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
				options);
	}

}
