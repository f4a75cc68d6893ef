package dev.sluice.shop.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotationTest {
    private final Rotation rotation = new Rotation();

    @Test
    void readyInstancesTakeTurns() {
        ready("shop-a", 1);
        ready("shop-b", 2);

        assertThat(turns(4)).containsExactlyInAnyOrder("shop-a", "shop-b", "shop-a", "shop-b");
        assertThat(turns(2)).containsExactlyInAnyOrder("shop-a", "shop-b");
    }

    @Test
    void anInstanceThatSaysItDrainsGetsNothingMore() {
        ready("shop-a", 1);
        Rotation.Instance b = ready("shop-b", 2);

        rotation.answered(b, 503, status("shop-b", "DRAINING"));

        assertThat(turns(3)).containsOnly("shop-a");
        assertThat(rotation.badges().get(1).state()).isEqualTo("DRAINING");
    }

    @Test
    void anInstanceThatBrokeOffComesBackOnlyWhenItSaysReady() {
        Rotation.Instance a = ready("shop-a", 1);

        rotation.lost(a);
        assertThat(rotation.next()).isNull();

        rotation.answered(a, 200, status("shop-a", "READY"));
        assertThat(turns(1)).containsExactly("shop-a");
    }

    @Test
    void aProgramThatTookOverThePortIsNotTheShop() {
        Rotation.Instance a = rotation.announced("shop-a", 1);

        rotation.answered(a, 200, new JsonObject().put("hello", "world"));

        assertThat(rotation.next()).isNull();
    }

    @Test
    void anInstanceThatMovedIsAskedBeforeItGetsOrders() {
        ready("shop-a", 1);

        rotation.announced("shop-a", 1);
        assertThat(rotation.next()).isNotNull();

        rotation.announced("shop-a", 9);
        assertThat(rotation.next()).isNull();
    }

    @Test
    void withoutInstancesNobodyIsNext() {
        assertThat(rotation.next()).isNull();
    }

    private Rotation.Instance ready(String name, int port) {
        Rotation.Instance instance = rotation.announced(name, port);
        rotation.answered(instance, 200, status(name, "READY"));
        return instance;
    }

    private List<String> turns(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Rotation.Instance next = rotation.next();
            names.add(next == null ? "nobody" : next.name());
        }
        return names;
    }

    private static JsonObject status(String name, String state) {
        return new JsonObject().put("name", name).put("state", state).put("build", 1);
    }
}
