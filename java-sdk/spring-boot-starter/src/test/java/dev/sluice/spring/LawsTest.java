package dev.sluice.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the Spring Boot starter. */
@AnalyzeClasses(packages = "dev.sluice.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theStarterNeedsTheClientsPublicPartAndSpringAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.spring..",
                    "dev.sluice.sdk",
                    "dev.sluice.engine",
                    "dev.sluice.micrometer",
                    "org.springframework..",
                    "org.aopalliance..",
                    "jakarta.servlet..",
                    "io.micrometer.core.instrument.binder..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule theBeansOfEveryApplicationKnowNoWebNoActuatorAndNoMeters = classes()
            .that()
            .haveSimpleName("SluiceProperties")
            .or()
            .haveSimpleName("CurrentFlags")
            .or()
            .haveSimpleName("GateAdvisor")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "org.springframework.web..",
                    "jakarta.servlet..",
                    "org.springframework.boot.actuate..",
                    "dev.sluice.micrometer..");
}
