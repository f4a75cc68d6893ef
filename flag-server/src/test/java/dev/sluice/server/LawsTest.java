package dev.sluice.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The laws of the house, as far as they are about the server. */
@AnalyzeClasses(packages = "dev.sluice.server", importOptions = ImportOption.DoNotIncludeTests.class)
final class LawsTest {

    @ArchTest
    static final ArchRule onlyOnePackageSpeaksToRedis = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.server.store.redis")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule onlyTheWiringKnowsWhichStoreItIs = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sluice.server.store.redis", "dev.sluice.server")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.server.store.redis");

    @ArchTest
    static final ArchRule nobodyDependsOnTheWiring = noClasses()
            .that()
            .resideInAPackage("dev.sluice.server.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sluice.server");

    @ArchTest
    static final ArchRule theStoreKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage("dev.sluice.server.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.core.http..");

    @ArchTest
    static final ArchRule streamsKnowNothingOfPeople = noClasses()
            .that()
            .resideInAnyPackage("dev.sluice.server.stream", "dev.sluice.server.fleet")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sluice.server.http", "dev.sluice.server.access", "dev.sluice.server.command");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.sluice.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeIsHandedIn = noClasses()
            .that()
            .resideInAPackage("dev.sluice.server.*..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);
}
