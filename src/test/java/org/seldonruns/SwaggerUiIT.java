package org.seldonruns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.seldonruns.simulation.SimulatedCluster;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Swagger UI in a real browser, where Chromium and its driver are installed. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@EnabledIf(value = "browserInstalled", disabledReason = "Chromium or its driver is not installed")
class SwaggerUiIT {

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final SimulatedCluster CLUSTER = SimulatedCluster.start();

	@TempDir
	static Path folder;

	@LocalServerPort
	int port;

	static boolean browserInstalled() {
		return Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER);
	}

	@DynamicPropertySource
	static void cluster(DynamicPropertyRegistry registry) {
		registry.add("seldon-runs.cluster.kubeconfig", () -> CLUSTER.writeKubeconfig(folder.resolve("kubeconfig")));
	}

	@AfterAll
	static void close() {
		CLUSTER.close();
	}

	@Test
	void triesAnUploadOut() {
		WebDriver browser = startBrowser();
		try {
			browser.get("http://localhost:" + port + "/swagger-ui.html");
			WebElement operation = operation(browser, "operations-Runs-startRun");

			operation.findElement(By.cssSelector(".parameters input[placeholder^='namespace']")).sendKeys("browser");
			operation.findElement(By.cssSelector("input[type=file]"))
				.sendKeys(Path.of("samples", "iris.yaml").toAbsolutePath().toString());
			operation.findElement(By.cssSelector("button.execute")).click();

			String status = patience(browser).until(
					driver -> operation.findElement(By.cssSelector(".live-responses-table tbody .response-col_status"))
						.getText());
			assertThat(status).startsWith("202");
			assertThat(operation.findElement(By.cssSelector(".live-responses-table")).getText()).contains("/runs/")
				.contains("\"name\": \"iris\"");
		}
		finally {
			browser.quit();
		}
	}

	private static WebElement operation(WebDriver browser, String id) {
		WebElement operation = patience(browser).until(ExpectedConditions.presenceOfElementLocated(By.id(id)));
		operation.findElement(By.cssSelector(".opblock-summary-control")).click();
		patience(browser).until(driver -> !operation.findElements(By.cssSelector("button.execute")).isEmpty());
		return operation;
	}

	private static WebDriverWait patience(WebDriver browser) {
		WebDriverWait wait = new WebDriverWait(browser, Duration.ofSeconds(60));
		wait.ignoring(org.openqa.selenium.NoSuchElementException.class);
		return wait;
	}

	private static WebDriver startBrowser() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toFile());
		// In a container there is no user namespace for the sandbox, and nothing but
		// loopback to talk to.
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--window-size=1400,2000");
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
				options);
	}

}
