package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What nodes may expect of the channel between them and of the registry, whichever it is. */
public abstract class NodesContract {

    /** A node's end of the channel; all of one test meet. */
    protected abstract NodeChannel channel(String node);

    /** The registry of one test. */
    protected abstract NodeRegistry registry();

    /** Whatever is asked here may be asked twice. */
    protected static <T> T get(Supplier<Future<T>> question) {
        return Samples.get(Again.ask(question));
    }

    private static NodeRegistry.Entry entry(String name) {
        return new NodeRegistry.Entry(name, "0.1.0", 1, Duration.ofSeconds(7));
    }

    @Test
    void aMessageToAllReachesAllOthersAndNotItsSender() {
        List<String> heard = new CopyOnWriteArrayList<>();
        NodeChannel one = channel("one");
        for (String node : List.of("one", "two", "three")) {
            channel(node).onMessage((from, message) -> heard.add(node + " heard " + text(message) + " of " + from));
        }

        await().until(() -> {
            one.tellAll(bytes("hello you"));
            return heard.contains("two heard hello you of one") && heard.contains("three heard hello you of one");
        });

        assertThat(heard).noneMatch(line -> line.startsWith("one "));
    }

    @Test
    void aMessageToOneReachesThatOneOnlyAndInOrder() {
        List<String> two = new CopyOnWriteArrayList<>();
        List<String> three = new CopyOnWriteArrayList<>();
        NodeChannel one = channel("one");
        channel("two").onMessage((from, message) -> two.add(text(message)));
        channel("three").onMessage((from, message) -> three.add(text(message)));
        await().until(() -> {
            one.tellAll(bytes("there?"));
            return !two.isEmpty() && !three.isEmpty();
        });
        one.tell("two", bytes("begin"));

        for (int i = 0; i < 100; i++) {
            one.tell("two", bytes("m" + i));
        }

        await().until(() -> two.contains("m99"));
        List<String> tail = two.subList(two.indexOf("begin") + 1, two.size());
        assertThat(tail).hasSize(100).startsWith("m0", "m1").endsWith("m99");
        assertThat(three).doesNotContain("begin");
    }

    @Test
    void aMessageToNobodyGoesNowhere() {
        channel("one").tell("nobody", bytes("hello"));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        byte[] large = new byte[NodeChannel.LARGEST + 1];

        assertThatThrownBy(() -> channel("one").tellAll(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048577 bytes");
    }

    @Test
    void whoSignsIsSeenByEveryoneWithWhatItSaid() {
        get(() -> registry().sign(entry("one")));
        NodeRegistry.Roll roll = get(() -> registry().sign(entry("two")));

        assertThat(roll.seen()).extracting(NodeRegistry.Seen::entry).containsExactly(entry("one"), entry("two"));
        assertThat(roll.seen()).allMatch(NodeRegistry.Seen::alive);
        assertThat(get(() -> registry().read()).seen()).hasSize(2);
    }

    @Test
    void whoLeavesIsNotSeenAndIsKnownToHaveLeft() {
        get(() -> registry().sign(entry("one")));
        get(() -> registry().sign(entry("two")));

        get(() -> registry().leave("one"));

        NodeRegistry.Roll roll = get(() -> registry().read());
        assertThat(roll.seen()).extracting(seen -> seen.entry().name()).containsExactly("two");
        assertThat(roll.left()).containsExactly("one");
    }

    @Test
    void nobodyIsAnAnswer() {
        assertThat(get(() -> registry().read()).seen()).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
