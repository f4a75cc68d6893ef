package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.access.Role;
import dev.sluice.server.http.RestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every route by every role in every kind of place, against a table that was written by hand. */
final class RoleMatrixTest {

    private static final Path TABLE = Path.of("src/test/resources/access-matrix.tsv");
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    /**
     * What a route asks for, whatever its code says.
     *
     * @param route method and path
     * @param needs a role, or how one proves who one is
     * @param where {@code whole} or {@code part} of the place that the path names; {@code -} where no role counts;
     *     {@code by session} where a token that expires is refused
     */
    private record Line(String route, String needs, String where) {
        boolean names(String part) {
            return route.contains(part);
        }
    }

    private static Map<String, Line> table() throws IOException {
        Map<String, Line> lines = new TreeMap<>();
        for (String text : Files.readAllLines(TABLE)) {
            String[] fields = text.split("\t");
            lines.put(fields[0], new Line(fields[0], fields[1], fields[2]));
        }
        return lines;
    }

    private static String name(Route route) {
        return route.method() + " " + route.path();
    }

    @Test
    @Proves("S01")
    void everyRouteIsInTheWrittenTableAndNoOther() throws IOException {
        assertThat(table().keySet())
                .isEqualTo(server.routes.stream()
                        .map(RoleMatrixTest::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** What a caller with one grant must meet: 401, 403, 404 for a place that is not shown, or 0 for passing. */
    private static int expected(Line line, String kind, String project, String environment, Role role) {
        if (line.needs().equals("nothing") || line.needs().equals("anybody known")) {
            return 0;
        }
        if (line.needs().equals("session")) {
            return kind.equals("session") ? 0 : 401;
        }
        Optional<Role> needed = Role.named(line.needs());
        if (needed.isEmpty()) {
            return 401;
        }
        if (line.where().endsWith("by session") && kind.equals("token")) {
            return 403;
        }
        boolean ofProject = project.equals("*") || project.equals("demo");
        boolean inProduction = ofProject && (environment.equals("*") || environment.equals("production"));
        if ((line.names(":project") && !ofProject) || (line.names(":environment") && !inProduction)) {
            return 404;
        }
        if (line.where().equals("part")) {
            return role.includes(needed.get()) ? 0 : 403;
        }
        boolean whole;
        if (line.names(":environment")) {
            whole = inProduction;
        } else if (line.names(":project")) {
            whole = ofProject && environment.equals("*");
        } else {
            whole = project.equals("*") && environment.equals("*");
        }
        return whole && role.includes(needed.get()) ? 0 : 403;
    }

    @Test
    @Proves({"S01", "S12", "S14"})
    void everyRoleMeetsOnEveryRouteWhatTheTableSays() throws IOException {
        server.post("/api/v1/projects", "{\"key\":\"other\"}");
        Map<String, Line> table = table();
        People people = new People(server);
        int number = 0;
        for (String[] place : new String[][] {
            {"*", "*"},
            {"demo", "*"},
            {"demo", "production"},
            {"demo", "development"},
            {"other", "*"},
            {"*", "development"}
        }) {
            for (Role role : Role.values()) {
                String grant = People.grant(place[0], place[1], role.word());
                Map<String, String[]> credentials = new TreeMap<>();
                credentials.put("token", People.bearer(people.token(grant)));
                if (place[0].equals("*") == place[1].equals("*")) { // in one place and everywhere: rights are rights
                    credentials.put(
                            "session", people.person("p" + number++, grant).headers());
                }
                for (Route route : server.routes) {
                    if (route.path().endsWith("/events") || changesTheSession(route)) {
                        continue; // an answer without end, see LiveEventsTest; a session that the next request needs
                    }
                    credentials.forEach((kind, headers) -> {
                        Answer answer =
                                server.sendAs(route.method().name(), AccessMatrixTest.address(route), null, headers);

                        assertThat(met(answer))
                                .as("%s by %s with %s: %s", name(route), kind, grant, answer.text())
                                .isEqualTo(expected(table.get(name(route)), kind, place[0], place[1], role));
                    });
                }
            }
        }
    }

    private static int met(Answer answer) {
        boolean hidden = answer.status() == 404
                && (answer.detail().contains("no project") || answer.detail().contains("no environment"));
        return hidden || REFUSED.contains(answer.status()) ? answer.status() : 0;
    }

    private static boolean changesTheSession(Route route) {
        return route.path().startsWith("/api/v1/session")
                && !route.path().endsWith("/link")
                && !route.method().name().equals("GET");
    }
}
