package org.seldonruns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.seldonruns.seldon.manifest.Manifest;
import org.seldonruns.seldon.manifest.ManifestException;
import org.seldonruns.seldon.manifest.UploadedManifests;
import org.seldonruns.web.openapi.Examples;
import org.seldonruns.web.upload.ContentEncodingCheck;
import org.slf4j.Logger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

@AnalyzeClasses(packages = "org.seldonruns", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/\\s*@NullMarked\\s", Pattern.DOTALL);

	@ArchTest
	static final ArchRule PACKAGES_DEPEND_ONLY_ON_THOSE_BELOW = layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("web")
		.definedBy("org.seldonruns.web..")
		.optionalLayer("security")
		.definedBy("org.seldonruns.security..")
		.layer("lifecycle")
		.definedBy("org.seldonruns.lifecycle..")
		.layer("cluster")
		.definedBy("org.seldonruns.cluster..")
		.layer("run")
		.definedBy("org.seldonruns.run..")
		.layer("seldon")
		.definedBy("org.seldonruns.seldon..")
		.layer("time")
		.definedBy("org.seldonruns.time..")
		.whereLayer("web")
		.mayOnlyAccessLayers("security", "lifecycle", "run", "seldon", "time")
		.whereLayer("security")
		.mayOnlyAccessLayers("cluster", "time")
		.whereLayer("lifecycle")
		.mayOnlyAccessLayers("cluster", "run", "seldon", "time")
		.whereLayer("cluster")
		.mayOnlyAccessLayers("run", "seldon", "time")
		.whereLayer("run")
		.mayOnlyAccessLayers("time")
		.whereLayer("seldon")
		.mayNotAccessAnyLayer()
		.whereLayer("time")
		.mayNotAccessAnyLayer()
		.ensureAllClassesAreContainedInArchitectureIgnoring("org.seldonruns")
		.because("data flows one way: from the API down to the cluster");

	@ArchTest
	static final ArchRule PACKAGES_FORM_NO_CYCLE = slices().matching("org.seldonruns.(**)")
		.should()
		.beFreeOfCycles()
		.because("packages that need each other are one package");

	@ArchTest
	static final ArchRule WEB_USES_ONLY_THE_MANIFEST_OF_SELDON = noClasses().that()
		.resideInAPackage("org.seldonruns.web..")
		.should()
		.dependOnClassesThat(resideInAPackage("org.seldonruns.seldon..").and(DescribedPredicate
			.not(belongToAnyOf(Manifest.class, UploadedManifests.class, ManifestException.class))))
		.because("only the packages that execute and watch runs interpret a resource");

	@ArchTest
	static final ArchRule PUBLIC_TYPES_ARE_USED_BY_OTHER_PACKAGES = classes().that()
		.arePublic()
		.and()
		.areTopLevelClasses()
		.and()
		.areNotAnnotatedWith(ConfigurationProperties.class)
		.and()
		.areNotAnnotatedWith(Configuration.class)
		.and()
		// The compiler copies the constants of the last two to where they are used.
		.doNotBelongToAnyOf(SeldonRunsApplication.class, Examples.class, ContentEncodingCheck.class)
		.should(beUsedOutsideTheirPackage())
		.because("public types are what other packages depend on; settings are public for their "
				+ "documentation, configurations for tests, the main class for the launcher");

	@ArchTest
	static final ArchRule NOTHING_SLEEPS = noClasses().should()
		.callMethodWhere(callOf(Thread.class, "sleep").or(callOf(TimeUnit.class, "sleep"))
			.or(callOf(Object.class, "wait"))
			.or(callOf(LockSupport.class, "parkNanos", "parkUntil")))
		.because("the service watches and does not poll");

	@ArchTest
	static final ArchRule TIMERS_LIVE_IN_ONE_CLASS = noClasses().that()
		.doNotHaveFullyQualifiedName("org.seldonruns.time.SystemTimekeeper")
		.should()
		.dependOnClassesThat()
		.areAssignableTo(ScheduledExecutorService.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(TaskScheduler.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Timer.class)
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(Scheduled.class)
		.orShould()
		.callMethodWhere(callOf(CompletableFuture.class, "orTimeout", "completeOnTimeout", "delayedExecutor"))
		.because("tests control time through the timekeeper");

	@ArchTest
	static final ArchRule CLOCKS_LIVE_IN_ONE_PACKAGE = noClasses().that()
		.resideOutsideOfPackage("org.seldonruns.time..")
		.should()
		.callMethodWhere(callOf(System.class, "currentTimeMillis", "nanoTime").or(callOf(Temporal.class, "now")))
		.orShould()
		.dependOnClassesThat()
		.areAssignableTo(InstantSource.class)
		.orShould()
		.callConstructor(Date.class)
		.because("tests control time through the timekeeper");

	@ArchTest
	static final ArchRule ONLY_CLUSTER_AND_SELDON_USE_KUBERNETES_TYPES = noClasses().that()
		.resideOutsideOfPackages("org.seldonruns.cluster..", "org.seldonruns.seldon..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.fabric8..")
		.because("only cluster sends requests to Kubernetes, and only seldon interprets its objects");

	@ArchTest
	static final ArchRule ONLY_WEB_AND_SECURITY_USE_HTTP_TYPES = noClasses().that()
		.resideOutsideOfPackages("org.seldonruns.web..", "org.seldonruns.security..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.boot.webmvc..",
				"org.springframework.boot.tomcat..", "org.springframework.http..", "jakarta.servlet..",
				"org.apache.catalina..")
		.because("the domain does not depend on HTTP");

	@ArchTest
	static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
		.should(new ArchCondition<>("reside in a @NullMarked package") {
			@Override
			public void check(JavaClass item, ConditionEvents events) {
				events.add(new SimpleConditionEvent(item, item.getPackage().isAnnotatedWith(NullMarked.class),
						item.getName() + " resides in " + item.getPackageName()));
			}
		})
		.because("the compiler checks for null only in marked packages");

	@ArchTest
	static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION
		.because("a constructor states what a class needs, and tests can pass it");

	@ArchTest
	static final ArchRule NOTHING_LOGS_THROUGH_THE_JDK = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING
		.because("one log has one format");

	@ArchTest
	static final ArchRule NOTHING_PRINTS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
		.because("the service logs");

	@ArchTest
	static final ArchRule LOGGERS_ARE_CONSTANTS = fields().that()
		.haveRawType(Logger.class)
		.should()
		.bePrivate()
		.andShould()
		.beStatic()
		.andShould()
		.beFinal()
		.because("a logger belongs to its class");

	@Test
	void packagesHaveAtMostThirtyFiles() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			Map<String, Long> packages = files.map(SOURCES::relativize)
				.map(Path::toString)
				.filter(file -> file.endsWith(".java"))
				.collect(
						Collectors.groupingBy(file -> file.substring(0, file.lastIndexOf('/')), Collectors.counting()));
			assertThat(packages.values()).hasSizeGreaterThan(5).allMatch(count -> count <= 30);
		}
	}

	@Test
	void everyPackageStatesItsPurposeInOneSentence() throws IOException {
		List<Path> packages;
		try (Stream<Path> files = Files.walk(SOURCES)) {
			packages = files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().toList();
		}
		assertThat(packages).hasSizeGreaterThan(5).allSatisfy(folder -> {
			String source = Files.readString(folder.resolve("package-info.java"));
			Matcher javadoc = JAVADOC.matcher(source);
			assertThat(javadoc.find()).as("Javadoc and @NullMarked in %s", source).isTrue();
			String text = javadoc.group(1).replaceAll("\\s*\\n\\s*\\*", " ").strip();
			assertThat(text).matches("[A-Z][^.]*\\.");
		});
	}

	private static DescribedPredicate<JavaCall<?>> callOf(Class<?> owner, String... names) {
		return DescribedPredicate.describe(owner.getSimpleName() + "." + String.join("|", names),
				call -> List.of(names).contains(call.getName()) && call.getTargetOwner().isAssignableTo(owner));
	}

	/**
	 * Accepts uses by other packages, and by public constructors, which tests of other
	 * packages call.
	 */
	private static ArchCondition<JavaClass> beUsedOutsideTheirPackage() {
		return new ArchCondition<>("be used outside their package") {
			@Override
			public void check(JavaClass item, ConditionEvents events) {
				// A use of a nested type is a use of the type around it.
				boolean used = item.getPackage()
					.getClasses()
					.stream()
					.filter(each -> belongsTo(each, item))
					.flatMap(each -> each.getDirectDependenciesToSelf().stream())
					.anyMatch(use -> !use.getOriginClass().getPackageName().equals(item.getPackageName()));
				boolean injected = item.getPackage()
					.getClasses()
					.stream()
					.flatMap(each -> each.getConstructors().stream())
					.filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
					.anyMatch(each -> each.getRawParameterTypes().contains(item));
				events.add(new SimpleConditionEvent(item, used || injected, item.getName() + " is public"));
			}
		};
	}

	private static boolean belongsTo(JavaClass each, JavaClass outer) {
		return each.equals(outer) || each.getEnclosingClass().filter(around -> belongsTo(around, outer)).isPresent();
	}

}
