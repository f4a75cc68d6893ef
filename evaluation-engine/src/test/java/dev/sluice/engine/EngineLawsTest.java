package dev.sluice.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "dev.sluice.engine", importOptions = DoNotIncludeTests.class)
class EngineLawsTest {
    private static final String CORE = "dev.sluice.engine";
    private static final String MODEL = "dev.sluice.engine.model";
    private static final String WIRE = "dev.sluice.engine.wire";
    private static final String GEO = "dev.sluice.engine.geo";

    @ArchTest
    static final ArchRule theCoreKnowsNothingOfTheWorld = noClasses()
            .that()
            .resideInAnyPackage(CORE, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.fasterxml..",
                    "com.github.benmanes..",
                    "com.maxmind..",
                    "org.slf4j..",
                    "java.io..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.net..",
                    "java.util.concurrent..",
                    "java.util.logging..",
                    WIRE,
                    GEO)
            .because("deciding is a pure function: no input or output, clock, threads, logging, JSON");

    @ArchTest
    static final ArchRule nobodyReadsAClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class);

    @ArchTest
    static final ArchRule nobodyStartsAThread =
            noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule onlyTheWireSeesJson = noClasses()
            .that()
            .resideOutsideOfPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule onlyGeographySeesFilesDatabaseAndCache = noClasses()
            .that()
            .resideOutsideOfPackage(GEO)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.maxmind..", "com.github.benmanes..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule wireAndGeographyDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("dev.sluice.engine.(wire|geo)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule noLibraryShowsInTheApi = noClasses()
            .that()
            .areNotPackagePrivate()
            .and()
            .resideInAnyPackage(CORE, MODEL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com..");

    @ArchTest
    static final ArchRule publicClassesAreNotThereToBeExtended = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);
}
