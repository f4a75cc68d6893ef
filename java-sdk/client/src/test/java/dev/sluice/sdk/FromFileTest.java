package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Reason;
import dev.sluice.engine.ValueType;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laptop without a server: a client of a file. */
class FromFileTest {

    private static final Context SHOPPER = Context.of("user-42");

    @TempDir
    Path folder;

    private final VirtualTime time = new VirtualTime();

    @Test
    void valuesAreFlagsThatGiveThemToEveryone() throws Exception {
        Path file = write(
                "{\"flags\": {\"yes\": true, \"no\": false, \"banner\": \"festive\", \"most\": 5, \"share\": 0.5, \"list\": [1]}}");

        try (FlagClient flags = FlagClient.fromFile(file)) {
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            assertThat(flags.isOn("yes", SHOPPER)).isTrue();
            assertThat(flags.isOn("no", SHOPPER, true)).isFalse();
            assertThat(flags.string("banner", SHOPPER, "plain")).isEqualTo("festive");
            assertThat(flags.integer("most", SHOPPER, 0)).isEqualTo(5);
            assertThat(flags.decimal("share", SHOPPER, 0)).isEqualTo(0.5);
            assertThat(flags.json("list", SHOPPER, JsonNodeFactory.instance.nullNode()))
                    .hasToString("[1]");
            assertThat(flags.decide("other", SHOPPER).errorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);

            Files.writeString(file, "{\"flags\": {\"yes\": false}}");
            await().atMost(Duration.ofSeconds(30)).until(() -> !flags.isOn("yes", SHOPPER));
        }
    }

    @Test
    void rulesAndSegmentsAreWrittenInTheWireForm() throws Exception {
        Path file = write("""
                {"flags": {"new-checkout": {
                    "type": "boolean", "variations": {"on": true, "off": false}, "offVariation": "off",
                    "rules": [{"id": "staff", "when": [{"op": "inSegment", "values": ["staff"]}], "serve": {"variation": "on"}}],
                    "fallthrough": {"variation": "off"}}},
                 "segments": {"staff": {"included": ["user-42"]}}}
                """);

        try (FlagClient flags = open(file)) {
            assertThat(flags.decide("new-checkout", SHOPPER).reason()).isEqualTo(Reason.TARGETING_MATCH);
            assertThat(flags.isOn("new-checkout", Context.of("user-1"))).isFalse();
        }
    }

    @Test
    void aSavedAnswerOfAServerIsSuchAFile() throws Exception {
        World world = new World();
        world.set(World.bool("new-checkout", true), World.fixed("banner", ValueType.STRING, "festive"));
        Path file = folder.resolve("flags.json");
        Files.write(file, world.encodedSnapshot());

        try (FlagClient flags = open(file)) {
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            assertThat(flags.string("banner", SHOPPER, "plain")).isEqualTo("festive");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedAtTheStartWithPlaceAndReason() throws Exception {
        assertRefused("{\"flags\": {\"a\": tru}}", "line 1, column ", "it is no JSON");
        assertRefused("[]", "it has no object 'flags'");
        assertRefused("{\"flags\": {\"a\": {\"variation\": true}}}", "flag 'a' is an object without 'variations'");
        assertRefused("{\"flags\": {\"a\": null}}", "flag 'a' is null; expected a value");
        assertRefused(
                "{\"flags\": {\"a\": {\"type\": \"colour\", \"variations\": {\"x\": 1}}}}", "flag 'a': ", "colour");
        assertRefused("{\"flags\": {}, \"segments\": {\"s\": 1}}", "segment 's' is no object");
        assertRefused(
                "{\"flags\": {}, \"segments\": {\"s\": {\"rules\": [{\"id\": \"r\", \"when\": [{\"op\": \"smells\"}]}]}}}",
                "segment 's': ");
        assertThatThrownBy(() -> FlagClient.fromFile(folder.resolve("missing.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.json")
                .hasMessageContaining("NoSuchFile");
    }

    @Test
    void aChangeIsSeenWithinASecondAndABadOneIsShownAndChangesNothing() throws Exception {
        Path file = write("{\"flags\": {\"new-checkout\": true}}");
        try (Log log = Log.of("dev.sluice.sdk");
                FlagClient flags = open(file)) {
            Files.writeString(file, "{\"flags\": {\"new-checkout\": fals");
            time.pass(FileServer.LOOK_EVERY);
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();
            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            time.pass(Duration.ofMinutes(1));
            Files.delete(file);
            time.pass(FileServer.LOOK_EVERY);

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(2)
                    .allMatch(line -> line.contains("The flags stay as they were") && line.contains("flags.json"))
                    .satisfies(lines -> assertThat(lines.get(0)).contains("line 1"));
            assertThat(flags.isOn("new-checkout", SHOPPER)).isTrue();

            write("{\"flags\": {\"new-checkout\": false}}");
            time.pass(FileServer.LOOK_EVERY);
            assertThat(flags.isOn("new-checkout", SHOPPER, true)).isFalse();
        }
    }

    @Test
    void hoursWithoutAChangeAreNoReasonToDoubt() throws Exception {
        try (Log log = Log.of("dev.sluice.sdk");
                FlagClient flags = open(write("{\"flags\": {\"new-checkout\": true}}"))) {
            time.pass(Duration.ofHours(6));

            assertThat(flags.status()).isEqualTo(ClientStatus.READY);
            assertThat(flags.dataAge())
                    .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofMinutes(1)));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    private void assertRefused(String content, String... reasons) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(reasons);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("flags.json"), content);
    }

    /** On a clock that the test turns. */
    private FlagClient open(Path file) {
        FlagClient flags = FlagClient.fromFile(
                file,
                new Connections(),
                new Connection.Parts(
                        time,
                        null,
                        Timing.STANDARD,
                        new SplittableRandom(1),
                        InstantSource.system(),
                        new Properties(),
                        Map.of()));
        time.pass(Duration.ofMillis(10));
        return flags;
    }
}
