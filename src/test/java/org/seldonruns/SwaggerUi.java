package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page of Swagger UI, as its elements are named. */
final class SwaggerUi {

	private static final String PREFIX = "operations-";

	private final WebDriver browser;

	private final WebDriverWait patience;

	private final Path downloads;

	/**
	 * Opens the page.
	 * @param browser shows it
	 * @param url the page's
	 * @param downloads where the browser puts files
	 */
	SwaggerUi(WebDriver browser, String url, Path downloads) {
		this.browser = browser;
		this.downloads = downloads;
		this.patience = new WebDriverWait(browser, Duration.ofSeconds(60), Duration.ofMillis(50));
		patience.ignoring(NoSuchElementException.class);
		browser.get(url);
		patience.until(ExpectedConditions.presenceOfElementLocated(By.className("opblock")));
	}

	/**
	 * The operations that the page shows.
	 * @return each as its tag and its id, such as {@code Runs-getRun}, in the page's
	 * order
	 */
	List<String> operations() {
		return browser.findElements(By.className("opblock"))
			.stream()
			.map(operation -> Objects.requireNonNull(operation.getDomAttribute("id")).substring(PREFIX.length()))
			.toList();
	}

	/**
	 * Unfolds an operation.
	 * @param name its tag and its id
	 * @return the operation, ready to be tried
	 */
	Operation open(String name) {
		WebElement operation = browser.findElement(By.id(PREFIX + name));
		operation.findElement(By.className("opblock-summary-control")).click();
		patience.until(driver -> operation.findElement(By.cssSelector("button.execute")));
		return new Operation(operation);
	}

	/** An operation that is unfolded. */
	final class Operation {

		private final WebElement element;

		private Operation(WebElement element) {
			this.element = element;
		}

		Operation type(String parameter, String value) {
			field(parameter, "input").sendKeys(value, Keys.TAB);
			return this;
		}

		Operation choose(String parameter, String value) {
			new Select(field(parameter, "select")).selectByVisibleText(value);
			return this;
		}

		Operation accept(String mediaType) {
			new Select(element.findElement(By.cssSelector(".responses-wrapper select.content-type")))
				.selectByVisibleText(mediaType);
			return this;
		}

		Operation upload(Path file) {
			element.findElement(By.cssSelector("input[type=file]")).sendKeys(file.toAbsolutePath().toString());
			return this;
		}

		/**
		 * Executes the operation with what was given, and with what the page gives by
		 * itself.
		 * @return what the page shows of the answer
		 */
		Answer execute() {
			// An earlier answer stays until the next one is there.
			element.findElements(By.className("btn-clear")).forEach(WebElement::click);
			element.findElement(By.cssSelector("button.execute")).click();
			String status = patience.until(driver -> text("response-col_status"));
			return new Answer(status.strip(), text("response-col_description"));
		}

		/**
		 * Takes the file that the page offers instead of a body.
		 * @return its text
		 */
		String downloaded() throws IOException {
			WebElement link = element.findElement(By.cssSelector(".live-responses-table a[download]"));
			Path file = downloads.resolve(Objects.requireNonNull(link.getDomAttribute("download")));
			link.click();
			patience.until(driver -> file.toFile().length() > 0);
			return Files.readString(file);
		}

		/** Folds the operation. */
		void close() {
			element.findElement(By.className("opblock-summary-control")).click();
		}

		private WebElement field(String parameter, String kind) {
			return element.findElement(By.cssSelector("tr[data-param-name='%s'] %s".formatted(parameter, kind)));
		}

		private String text(String column) {
			return Objects
				.requireNonNullElse(element.findElement(By.cssSelector(".live-responses-table tbody ." + column))
					.getDomProperty("textContent"), "");
		}

	}

	/**
	 * What the page shows of an answer.
	 *
	 * @param status its status code
	 * @param text its body and its headers
	 */
	record Answer(String status, String text) {
	}

}
