package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.ports.QuietPort;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts without a server, by what is on disk or bundled. */
class DiskStartTest {

    private static final Context SHOPPER = Context.of("user-42");
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @TempDir
    Path resources;

    private final World world = new World();
    private final int port = QuietPort.find();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void giveBackTheClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    @Proves("F02")
    void tenStartsWithoutTheServerDecideByTheCopyAndSaySo() throws Exception {
        world.set(World.bool("new-checkout", true));
        runOnceWithTheServer();

        List<Duration> starts = new ArrayList<>();
        for (int start = 0; start < 10; start++) {
            long begun = System.nanoTime();
            try (FlagClient flags = connect(options())) {
                starts.add(Duration.ofNanos(System.nanoTime() - begun));
                assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
                assertThat(flags.status()).isEqualTo(ClientStatus.STALE);
                assertThat(flags.source()).contains(FlagSource.DISK_COPY);
                assertThat(flags.dataAge())
                        .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, TIMEOUT));
                assertThat(flags.state()).contains(world.id());
            }
        }
        assertThat(Collections.min(starts))
                .as("the quickest, as others use this machine")
                .isLessThan(Duration.ofMillis(100));
    }

    @Test
    @Proves("F02")
    void theServerIsResumedFromTheCopyAndWhatItSaysGoesOnDisk() throws Exception {
        world.set(World.bool("new-checkout", true));
        runOnceWithTheServer();
        String kept = world.id().eventId().toString();

        try (FlagClient flags = connect(options())) {
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            world.set(World.bool("new-checkout", false));
            try (StubServer server = new StubServer(Clients.behaviour(world), port)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> flags.status() == ClientStatus.READY);
                assertThat(flags.isOn("new-checkout", SHOPPER)).isFalse();
                assertThat(flags.source()).contains(FlagSource.LIVE);
                assertThat(server.calls("/sdk/v1/stream").get(0).header("Last-Event-ID"))
                        .isEqualTo(kept);
            }
        }

        try (FlagClient flags = connect(options())) {
            assertThat(flags.isOn("new-checkout", SHOPPER, true)).isFalse();
            assertThat(flags.source()).contains(FlagSource.DISK_COPY);
        }
    }

    @Test
    @Proves("F02")
    void theNewerOfCopyAndBootstrapDecides() throws Exception {
        world.set(World.bool("new-checkout", true));
        bundle(world);
        try (FlagClient flags = connect(withBootstrap())) {
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            assertThat(flags.source()).contains(FlagSource.BOOTSTRAP);
            assertThat(flags.status()).isEqualTo(ClientStatus.STALE);
            assertThat(flags.dataAge()).as("nobody knows").isEmpty();
        }

        world.set(World.bool("new-checkout", false));
        runOnceWithTheServer();
        try (FlagClient flags = connect(withBootstrap())) {
            assertThat(flags.isOn("new-checkout", SHOPPER, true)).isFalse();
            assertThat(flags.source()).contains(FlagSource.DISK_COPY);
        }

        World anew = new World(new Epoch(world.id().epoch().generation() + 1, "anew"));
        anew.set(World.fixed("banner", ValueType.STRING, "festive"));
        bundle(anew);
        try (FlagClient flags = connect(withBootstrap())) {
            assertThat(flags.string("banner", SHOPPER, "plain")).isEqualTo("festive");
            assertThat(flags.source()).contains(FlagSource.BOOTSTRAP);
        }
    }

    @Test
    @Proves("F21")
    void aTornCopyIsNoCopyAndCostsOneWarning() throws Exception {
        world.set(World.bool("new-checkout", true));
        runOnceWithTheServer();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                byte[] whole = Files.readAllBytes(each);
                Files.write(each, Arrays.copyOf(whole, whole.length / 2));
            }
        }

        try (Log log = Log.of("dev.sluice.sdk");
                FlagClient flags =
                        FlagClient.connectAsync(options(), new Connections(), Clients.parts(new Properties()))) {
            await().until(() -> log.lines().stream().anyMatch(line -> line.contains("No stream")));
            assertThat(flags.decide("new-checkout", SHOPPER).errorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(flags.status()).isEqualTo(ClientStatus.INITIALIZING);
            assertThat(log.lines().stream().filter(line -> line.contains("copy on disk")))
                    .singleElement()
                    .asString()
                    .startsWith("WARN The copy on disk cannot be used");
        }
    }

    @Test
    @Proves("F21")
    void aBootstrapWhoseRecordsContradictItsHashDoesNotHideTheCopy() throws Exception {
        world.set(World.bool("new-checkout", true));
        runOnceWithTheServer();
        SnapshotEvent kept = world.snapshot();
        StateId edited = new StateId(kept.id().epoch(), kept.id().revision() + 1, EnvironmentHash.EMPTY);
        Files.write(
                resources.resolve("flags.json"), new WireCodec().encodeSnapshot(edited, kept.flags(), kept.segments()));
        useResources();

        try (Log log = Log.of("dev.sluice.sdk");
                FlagClient flags = connect(withBootstrap())) {
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            assertThat(flags.source()).contains(FlagSource.DISK_COPY);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN The bootstrap is not used: "))
                    .singleElement()
                    .asString()
                    .contains("'flags.json'");
        }
    }

    @Test
    void aBootstrapThatIsMissingOrNoStateIsSaidAndDoesNoHarm() throws Exception {
        for (String content : new String[] {null, "{}", "no JSON"}) {
            if (content != null) {
                Files.writeString(resources.resolve("flags.json"), content);
            }
            useResources();
            try (Log log = Log.of("dev.sluice.sdk");
                    FlagClient flags = FlagClient.connectAsync(
                            withBootstrap(), new Connections(), Clients.parts(new Properties()))) {
                await().until(() -> log.lines().stream().anyMatch(line -> line.contains("No stream")));
                assertThat(log.lines())
                        .filteredOn(line -> line.startsWith("WARN The bootstrap is not used: "))
                        .singleElement()
                        .asString()
                        .contains("'flags.json'");
                assertThat(flags.isOn("new-checkout", SHOPPER)).isFalse();
            }
        }
    }

    private void runOnceWithTheServer() throws Exception {
        try (StubServer server = new StubServer(Clients.behaviour(world), port);
                FlagClient flags = connect(options())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> flags.status() == ClientStatus.READY);
            assertThat(server.calls("/sdk/v1/stream")).isNotEmpty();
        }
    }

    private static FlagClient connect(FlagClientOptions options) throws Exception {
        FlagClient flags = FlagClient.connectAsync(options, new Connections(), Clients.parts(new Properties()));
        flags.whenSettled().get(options.startTimeout().toSeconds(), TimeUnit.SECONDS);
        return flags;
    }

    private FlagClientOptions options() {
        return builder().build();
    }

    private FlagClientOptions withBootstrap() {
        return builder().bootstrap("flags.json").build();
    }

    private FlagClientOptions.Builder builder() {
        return FlagClientOptions.builder(URI.create("http://127.0.0.1:" + port), Clients.KEY)
                .startTimeout(TIMEOUT)
                .diskCopy(folder);
    }

    private void bundle(World bundled) throws IOException {
        Files.write(resources.resolve("flags.json"), bundled.encodedSnapshot());
        useResources();
    }

    private void useResources() throws IOException {
        URL[] here = List.of(resources.toUri().toURL()).toArray(URL[]::new);
        Thread.currentThread().setContextClassLoader(new URLClassLoader(here, before));
    }
}
