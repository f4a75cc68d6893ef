package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.access.TestClock;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import dev.sluice.server.store.StoreUnavailableException;
import io.vertx.core.Future;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

    private static final String KEY = "sdk-key-for-tests-00000001";
    private static final String CLIENT_KEY = "client-key-for-tests-000001";

    private final InMemoryStore store = new InMemoryStore();
    private final TestClock clock = new TestClock();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger names = new AtomicInteger();
    private final AccessConfig access = AccessConfig.of(
            "a secret of the tests", null, () -> URI.create("http://127.0.0.1"), clock, new SecureRandom());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void twoNodesThatStartAtOnceFillTheStoreOnce() {
        NodeWorkspace a = node();
        NodeWorkspace b = node();

        Future<Boolean> first = new Bootstrap(a, access).run(true, KEY, CLIENT_KEY);
        Future<Boolean> second = new Bootstrap(b, access).run(true, KEY, CLIENT_KEY);

        assertThat(Project.get(first)).isNotEqualTo(Project.get(second));
        Project.get(a.sweep());
        assertThat(a.project("demo").flags()).hasSize(3);
        assertThat(a.project("demo").keys()).hasSize(2);
        assertThat(a.project("demo").auditHead().seq()).isEqualTo(3);
    }

    @Test
    void aSecondStartChangesNothing() {
        NodeWorkspace node = node();
        Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY));
        String before = node.project("demo").toString() + node.project("demo").auditHead();

        assertThat(Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY)))
                .isFalse();

        assertThat(node.project("demo").toString() + node.project("demo").auditHead())
                .isEqualTo(before);
    }

    @Test
    void aStartThatFailedAfterItFilledTheStoreKnowsThatItDid() {
        NodeWorkspace node = node();
        Bootstrap start = new Bootstrap(node, access);
        AtomicBoolean first = new AtomicBoolean(true);
        store.onHint(written -> {
            if (first.getAndSet(false)) {
                store.refuse(Optional.of("Redis does not answer"));
            }
        });

        assertThatThrownBy(() -> Project.get(start.run(true, KEY, CLIENT_KEY)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(node.project("demo").keys()).isEmpty();
        store.refuse(Optional.empty());

        assertThat(Project.get(start.run(true, KEY, CLIENT_KEY))).isTrue();
        assertThat(node.project("demo").keys()).hasSize(2);
        assertThat(Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY)))
                .isFalse();
    }

    @Test
    void withoutTheDemoTheProjectIsEmpty() {
        NodeWorkspace node = node();

        assertThat(Project.get(new Bootstrap(node, access).run(false, null, null)))
                .isTrue();

        assertThat(node.project("demo").flags()).isEmpty();
        assertThat(node.project("demo").environments().keySet()).containsExactly("development", "production");
    }

    @Test
    void aKeyOfTheSettingsThatWasRevokedIsNotBroughtBackByTheNextStart() {
        NodeWorkspace node = node();
        Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY));
        String digest = access.keyDigest(KEY);
        KeyDocument made = KeyDocument.read(node.project("demo").keys().get(digest));
        var intent = new Intent("ana", "key.revoke", "it has leaked", clock.instant());
        Project.get(new Commands(node).revokeKey("demo", made.id(), intent));
        clock.advance(Duration.ofDays(400));

        Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY));

        assertThat(goodKeys(node)).containsExactly(access.keyDigest(CLIENT_KEY));
        assertThatThrownBy(() -> Project.get(new Commands(node).revokeKey("demo", made.id(), intent)))
                .hasMessageContaining("ended at");
    }

    @Test
    void noKeyIsMadeInAnEnvironmentThatIsArchived() {
        NodeWorkspace node = node();
        Project.get(new Bootstrap(node, access).run(true, null, null));
        var intent = new Intent("ana", "environment.change", "", clock.instant());
        Project.get(new Commands(node)
                .patchEnvironment("demo", "production", Json.object().put("archived", true), IfMatch.of("*"), intent));

        Project.get(new Bootstrap(node, access).run(true, KEY, CLIENT_KEY));

        assertThat(node.project("demo").keys()).isEmpty();
    }

    private List<String> goodKeys(NodeWorkspace node) {
        return node.project("demo").keys().values().stream()
                .map(KeyDocument::read)
                .filter(key -> key.isGood(clock.instant()))
                .map(KeyDocument::digest)
                .toList();
    }

    private NodeWorkspace node() {
        NodeWorkspace node = new NodeWorkspace(store, clock, () -> "r" + names.incrementAndGet(), threads);
        Project.get(node.sweep());
        return node;
    }
}
