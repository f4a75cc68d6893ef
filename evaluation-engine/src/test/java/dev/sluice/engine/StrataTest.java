package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

class StrataTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    @Test
    void aReplicateIsTheHashOfTheSplitsSaltAndKeyFromAnotherSeed() {
        Snapshot snapshot = snapshot(
                "{\"split\":{\"by\":\"account\",\"salt\":\"s1\",\"buckets\":100000,\"ranges\":[{\"variation\":\"on\",\"from\":0,"
                        + "\"to\":50000}],\"rest\":\"off\"}}");
        SplittableRandom random = new SplittableRandom(1);
        int[] sizes = new int[Strata.REPLICATES];

        for (int i = 0; i < 8_000; i++) {
            long account = random.nextLong(1L << 40);
            Context context = Context.builder("u" + i).set("account", account).build();
            int replicate = replicate(snapshot, context);

            assertThat(replicate).as("account %d", account).isEqualTo(oracle("s1/" + account));
            sizes[replicate]++;
        }

        for (int size : sizes) {
            assertThat(size).isBetween(400, 600);
        }
    }

    @Test
    void whereNoSplitDecidedTheFlagsKeyAndTheTargetingKeyTellReplicatesApart() {
        Snapshot snapshot = snapshot("{\"variation\":\"on\"}");

        assertThat(replicate(snapshot, Context.of("Zoë 42"))).isEqualTo(oracle("f/Zoë 42"));
        assertThat(replicate(snapshot, Context.anonymous())).isEqualTo(-1);
    }

    @Test
    void aRegionIsATextThatMayLeaveTheProcess() {
        Context german =
                Context.builder("u").set("geo.country", "DE").set("age", 7).build();

        assertThat(Strata.region("geo.country", german, EVALUATOR)).isEqualTo("DE");
        assertThat(Strata.region("age", german, EVALUATOR)).isNull();
        assertThat(Strata.region("plan", german, EVALUATOR)).isNull();
        assertThat(Strata.region("/not~well", german, EVALUATOR)).isNull();
        Context secret = Context.builder("u")
                .set("geo.country", "DE")
                .markPrivate("geo.country")
                .build();
        assertThat(Strata.region("geo.country", secret, EVALUATOR)).isNull();
    }

    @Test
    void aPrivateAttributeIsNoRegionByWhateverPointerItIsReached() {
        Context person = Context.builder("u")
                .ip("203.0.113.9")
                .set("home", Map.of("city", "Berlin", "street", "Ring 1"))
                .set("office", Map.of("city", "Bonn", "street", "Am Hof 2"))
                .markPrivate("home")
                .markPrivate("/office/street")
                .build();

        assertThat(Strata.region("ip", person, EVALUATOR)).isNull();
        assertThat(Strata.region("/ip", person, EVALUATOR)).isNull();
        assertThat(Strata.region("/home/city", person, EVALUATOR)).isNull();
        assertThat(Strata.region("/office/street", person, EVALUATOR)).isNull();
        assertThat(Strata.region("/office/city", person, EVALUATOR)).isEqualTo("Bonn");
    }

    private static int replicate(Snapshot snapshot, Context context) {
        return Strata.replicate(snapshot, "f", EVALUATOR.decide(snapshot, "f", context), context, EVALUATOR);
    }

    private static int oracle(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MurmurHash3.hash32x86(bytes, 0, bytes.length, 1) >>> 28;
    }

    private static Snapshot snapshot(String fallthrough) {
        Writer writer = new Writer("1.a")
                .flag(
                        "f",
                        "{\"key\":\"f\",\"type\":\"boolean\",\"version\":1,\"enabled\":true,\"variations\":{\"on\":true,"
                                + "\"off\":false},\"offVariation\":\"off\",\"fallthrough\":" + fallthrough + "}");
        return Replica.initial(new Epoch(1, "a")).apply(writer.commit()).snapshot();
    }
}
