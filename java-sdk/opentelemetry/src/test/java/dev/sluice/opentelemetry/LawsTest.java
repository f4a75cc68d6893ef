package dev.sluice.opentelemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the OpenTelemetry module. */
@AnalyzeClasses(packages = "dev.sluice.opentelemetry", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theModuleNeedsTheClientsPublicPartAndTwoApisAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.opentelemetry..",
                    "dev.sluice.sdk",
                    "dev.sluice.engine",
                    "dev.openfeature.sdk..",
                    "io.opentelemetry.api..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule withoutOpenFeatureOnlyItsHookIsOutOfUse = noClasses()
            .that()
            .doNotHaveSimpleName("FlagEventsHook")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.openfeature.sdk..");
}
