package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violation;
import dev.sluice.server.json.Violations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GrantsTest {

    private static Grants of(String... each) {
        return Grants.of(List.of(each).stream()
                .map(text -> text.split("[/:]"))
                .map(parts -> new Grant(parts[0], parts[1], Role.named(parts[2]).orElseThrow()))
                .toList());
    }

    @Test
    void aRoleMayDoWhatTheOnesBeforeItMay() {
        for (Role held : Role.values()) {
            for (Role needed : Role.values()) {
                assertThat(held.includes(needed)).isEqualTo(held.ordinal() >= needed.ordinal());
            }
        }
    }

    @Test
    void aGrantForAnEnvironmentSaysNothingOfAnother() {
        Grants grants = of("demo/production:editor");

        assertThat(grants.roleIn("demo", "production")).contains(Role.EDITOR);
        assertThat(grants.roleIn("demo", "development")).isEmpty();
        assertThat(grants.roleIn("other", "production")).isEmpty();
        assertThat(grants.roleIn("demo")).isEmpty();
        assertThat(grants.roleEverywhere()).isEmpty();
        assertThat(grants.sees("demo")).isTrue();
        assertThat(grants.sees("other")).isFalse();
    }

    @Test
    void ofSeveralGrantsTheHighestCounts() {
        Grants grants = of("demo/*:viewer", "demo/production:releaser", "*/development:editor");

        assertThat(grants.roleIn("demo", "production")).contains(Role.RELEASER);
        assertThat(grants.roleIn("demo", "development")).contains(Role.EDITOR);
        assertThat(grants.roleIn("demo", "staging")).contains(Role.VIEWER);
        assertThat(grants.roleIn("demo")).contains(Role.VIEWER);
        assertThat(grants.roleSomewhereIn("demo")).contains(Role.RELEASER);
        assertThat(grants.roleIn("other", "development")).contains(Role.EDITOR);
        assertThat(grants.roleIn("other", "production")).isEqualTo(Optional.empty());
    }

    @Test
    void anAdministratorOfAPlaceManagesWhoHasRightsThereOnly() {
        Grants ofDemo = of("demo/*:admin");

        assertThat(ofDemo.administer(of("demo/production:admin", "demo/*:viewer")))
                .isTrue();
        assertThat(ofDemo.administer(of("demo/production:viewer", "other/*:viewer")))
                .isFalse();
        assertThat(ofDemo.administer(of("*/production:viewer"))).isFalse();
        assertThat(ofDemo.administer(Grants.NONE)).isFalse();
        assertThat(of("demo/production:admin").administer(of("demo/*:viewer"))).isFalse();
        assertThat(of("demo/*:releaser").administer(of("demo/production:viewer")))
                .isFalse();
        assertThat(Grants.EVERYTHING.administer(Grants.NONE)).isTrue();
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        assertThatThrownBy(() -> read("{\"grants\":[{\"project\":\"a b\",\"role\":\"boss\",\"until\":1}]}"))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(Violation::pointer)
                                .containsExactlyInAnyOrder(
                                        "/grants/0/project",
                                        "/grants/0/environment",
                                        "/grants/0/role",
                                        "/grants/0/until"));
    }

    @Test
    void aGrantThatANewerVersionRestrictsIsNotReadAsOneWithoutTheRestriction() {
        byte[] stored = """
                {"name":"ana","displayName":"","grants":[{"project":"*","environment":"*","role":"admin","until":"2027"}],\
                "active":true,"createdAt":"2026-11-21T08:00:00Z","createdBy":"x","generation":1}""".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> User.read(stored)).isInstanceOf(InvalidException.class);
    }

    private static void read(String body) {
        Violations out = new Violations();
        Grants.read(Fields.ofBody(Json.parse(body.getBytes(StandardCharsets.UTF_8)), out));
        out.throwIfAny();
    }
}
