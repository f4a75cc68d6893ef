package dev.sluice.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.proof.Proves;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.DocumentCheck;
import dev.sluice.server.store.LoggedChange;
import dev.sluice.server.store.NotUnderstoodException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every form that was ever stored is read, and what is only read and written again is the same byte for byte. */
@Proves({"F78", "F79"})
final class PublishedFormsTest {

    private static final WireCodec CODEC = new WireCodec();

    @Test
    void documentsOfVersion1AreReadAndWrittenUnchanged() {
        assertThat(rewritten("flag", DefinitionJson::stored, FlagDefinition::json))
                .isEqualTo(golden("flag.json"));
        assertThat(rewritten("targeting", TargetingJson::stored, Targeting::json))
                .isEqualTo(golden("targeting.json"));
        assertThat(rewritten("segment", SegmentDocument::stored, SegmentDocument::json))
                .isEqualTo(golden("segment.json"));
        byte[] project = bytes("project.json");
        assertThat(new String(ProjectDocument.read(project).writeOver("it", project), UTF_8))
                .isEqualTo(golden("project.json"));
        assertThat(new String(KeyDocument.read(bytes("key.json")).write(), UTF_8))
                .isEqualTo(golden("key.json"));
        for (DocumentCheck.Kind kind : DocumentCheck.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT) + ".json";
            assertThat(new StoredDocuments().fault(kind, "it", bytes(name)))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void recordsOfVersion1AreReadAndUnderstood() {
        WireRecord flag = ChangeCodec.readRecord(bytes("flag-record.txt"));
        WireRecord segment = ChangeCodec.readRecord(bytes("segment-record.txt"));

        assertThat(flag.h()).isEqualTo(RecordHash.of(RecordKind.FLAG, "new-checkout", flag.bytes()));
        assertThat(segment.h()).isEqualTo(RecordHash.of(RecordKind.SEGMENT, "staff", segment.bytes()));
        var flagReading = (FlagReading.Understood) CODEC.readFlag("new-checkout", flag.bytes());
        var segmentReading = (SegmentReading.Understood) CODEC.readSegment("staff", segment.bytes());
        assertThat(CODEC.write(flagReading.flag())).isEqualTo(flag.bytes());
        assertThat(CODEC.write(segmentReading.segment())).isEqualTo(segment.bytes());
        assertThat(new String(ChangeCodec.writeRecord(flag), UTF_8)).isEqualTo(golden("flag-record.txt"));
    }

    @Test
    void theAuthoredFormOfVersion1IsTheWireFormOfVersion1() {
        FlagDefinition definition =
                Stored.read(bytes("flag.json"), DefinitionJson::stored).document();
        Stored<Targeting> targeting = Stored.read(bytes("targeting.json"), TargetingJson::stored);

        assertThat(CODEC.write(Wire.flag(definition, targeting.document(), targeting.version())))
                .isEqualTo(ChangeCodec.readRecord(bytes("flag-record.txt")).bytes());
    }

    @Test
    void loggedChangesOfVersion1AreReadAndWrittenUnchanged() {
        byte[] stored = Base64.getDecoder().decode(golden("change.base64"));
        var id = new StateId(new Epoch(1, "x"), 2, EnvironmentHash.EMPTY);

        LoggedChange change = ChangeCodec.readChange(id, stored);

        assertThat(change.cause().actor()).isEqualTo("ada");
        assertThat(change.cause().urgent()).isTrue();
        assertThat(new String(change.targeting().get("new-checkout").orElseThrow(), UTF_8))
                .isEqualTo(golden("targeting.json"));
        assertThat(change.targeting().get("old")).isEmpty();
        assertThat(change.flagRecords().get("new-checkout").orElseThrow())
                .isEqualTo(ChangeCodec.readRecord(bytes("flag-record.txt")));
        assertThat(ChangeCodec.writeChange(change)).isEqualTo(stored);
    }

    @Test
    void fieldsAtTheTopAreCarriedOverByAWriteOfAnotherContent() {
        ObjectNode next = Json.stored(bytes("targeting.json"));
        next.putObject("ramp").put("until", "noon");
        Stored<Targeting> present = Stored.read(Json.write(next), TargetingJson::stored);
        Stored<Targeting> changed =
                new Stored<>(present.document().enabled(false), present.version() + 1, present.last());

        byte[] written = changed.writeOver("it", Json.write(next), TargetingJson::stored, Targeting::json);

        ObjectNode after = Json.stored(written);
        assertThat(after.path("enabled").asBoolean()).isFalse();
        assertThat(after.path("ramp")).isEqualTo(next.path("ramp"));
    }

    @Test
    void whatIsUnknownDeeperDownMakesTheWriteRefusedAndSaysWhere() {
        ObjectNode next = Json.stored(bytes("project.json"));
        ((ObjectNode) next.path("environments"))
                .putObject("production")
                .put("name", "Production")
                .put("colour", "red");
        byte[] stored = Json.write(next);

        assertThatThrownBy(() -> ProjectDocument.read(stored).writeOver("project demo", stored))
                .isInstanceOf(NotUnderstoodException.class)
                .hasMessageContaining("project demo")
                .hasMessageContaining("/environments/production");
    }

    private static <T> String rewritten(String name, Function<Fields, T> reader, Function<T, ObjectNode> form) {
        byte[] stored = bytes(name + ".json");
        return new String(Stored.read(stored, reader).writeOver("it", stored, reader, form), UTF_8);
    }

    private static byte[] bytes(String name) {
        return golden(name).getBytes(UTF_8);
    }

    private static String golden(String name) {
        try (InputStream in = Objects.requireNonNull(
                PublishedFormsTest.class.getResourceAsStream("/golden/stored-1/" + name), name)) {
            return new String(in.readAllBytes(), UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
