package dev.sluice.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The laws of the client's own house. */
@AnalyzeClasses(packages = "dev.sluice.sdk", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theClientNeedsTheEngineJacksonCaffeineSketchesAndTheLoggingApiAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.sdk..",
                    "dev.sluice.engine..",
                    "com.fasterxml.jackson..",
                    "com.github.benmanes.caffeine..",
                    "com.datadoghq.sketch..",
                    "org.slf4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule theTransportKnowsNothingOfFlags = noClasses()
            .that()
            .resideInAPackage("dev.sluice.sdk.internal.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.engine..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule timeComesInOnlyWhereItIsWired = noClasses()
            .that()
            .doNotHaveSimpleName("Connection")
            .and()
            .doNotHaveSimpleName("Parts")
            .and()
            .doNotHaveSimpleName("ThreadLoop")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule onlyTheTransportTalksToTheNetwork = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.sdk.internal.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule packagesDoNotGoRoundInCircles = SlicesRuleDefinition.slices()
            .matching("dev.sluice.sdk.(**)")
            .should()
            .beFreeOfCycles();
}
