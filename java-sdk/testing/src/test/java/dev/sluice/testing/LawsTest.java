package dev.sluice.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the testing kit. */
@AnalyzeClasses(packages = "dev.sluice.testing", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theKitNeedsTheClientTheEngineJacksonAndJupiterAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.testing..",
                    "dev.sluice.sdk",
                    "dev.sluice.engine..",
                    "com.fasterxml.jackson..",
                    "org.junit.jupiter.api..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule flagsForATestNeedNoTestFramework = noClasses()
            .that()
            .doNotHaveSimpleName("FakeFlagsExtension")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.junit..");

    @ArchTest
    static final ArchRule onlyTheLoopbackServerTouchesSockets = noClasses()
            .that()
            .haveNameNotMatching(".*\\.LoopbackHttp(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.net.Socket");
}
