package dev.sluice.openfeature;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of the OpenFeature provider. */
@AnalyzeClasses(packages = "dev.sluice.openfeature", importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

    @ArchTest
    static final ArchRule theProviderNeedsTheClientsPublicPartAndOpenFeatureAndNothingElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "dev.sluice.openfeature..",
                    "dev.sluice.sdk",
                    "dev.sluice.engine",
                    "dev.openfeature.sdk..",
                    "org.jspecify..");
}
