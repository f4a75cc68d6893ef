package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PRODUCTION;
import static dev.sluice.server.http.RestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.proof.Proves;
import dev.sluice.server.access.Caller;
import dev.sluice.server.fleet.Identity;
import dev.sluice.server.http.Contract.Operation;
import dev.sluice.server.http.RestServer.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each documented status of each operation of people comes: one request for each, made from the description and its examples. What
 * can't be made so is listed with the reason. (SDKs' operations: {@code SdkContractTest}.)
 */
final class EveryStatusTest {

    /** Operation, or operation and status, and why no request here brings it about. */
    private static final Map<String, String> NOT_HERE = Map.ofEntries(
            Map.entry("addMembers", "rows are no JSON: RowsApiTest"),
            Map.entry("removeMembers", "likewise"),
            Map.entry("audience", "likewise"),
            Map.entry("importProject", "a file is no example: FilesTest"),
            Map.entry("changePassword", "it needs a password that is known: PasswordTest"),
            Map.entry("listen 200", "its answer has no end: LiveEventsTest"),
            Map.entry("signIn 403", "only a browser says where it comes from: SessionTest"),
            Map.entry(
                    "makeSessionLink 507",
                    "sessions are kept for minutes, and a store that is full refuses them with 503"),
            Map.entry("signIn 507", "likewise"),
            Map.entry("signOut 507", "likewise"));

    private static final Map<String, String> PARTS = Map.of(
            "project", "demo",
            "environment", "production",
            "flag", "new-checkout",
            "segment", "staff",
            "rule", "de",
            "user", "eve");

    private static final String RULE =
            "{\"when\":[{\"attribute\":\"geo.country\",\"op\":\"in\",\"values\":[\"FR\"]}],\"serve\":\"on\"}";

    private static final String FEW_RIGHTS =
            "{\"name\":\"few\",\"grants\":[{\"project\":\"demo\",\"environment\":\"production\",\"role\":\"viewer\"}]}";

    private static final String NEW_TOKEN =
            "{\"name\":\"probe\",\"grants\":[{\"project\":\"demo\",\"environment\":\"*\",\"role\":\"viewer\"}]}";

    private static final String[] ANY = {"If-Match", "*"};
    private static final Caller.Kind SESSION_KIND = Caller.Kind.SESSION;

    private final Contract contract = Contract.served();

    private List<Operation> ofPeople() {
        return contract.operations().stream()
                .filter(operation -> operation.isPublic() || operation.isOfPeople())
                .toList();
    }

    @Test
    @Tag("slow")
    void everyDocumentedStatusOfEveryOperationComes() {
        List<String> faults = new ArrayList<>();
        try (RestServer refusing = new RestServer()) {
            for (Operation operation : ofPeople()) {
                Probe refused = new Probe(refusing, operation);
                operation.statuses().stream()
                        .filter(status -> status >= 300)
                        .forEach(status -> look(refused, status, faults));
            }
        }
        for (Operation operation : ofPeople()) {
            try (RestServer changed = new RestServer()) {
                Probe done = new Probe(changed, operation);
                operation.statuses().stream()
                        .filter(status -> status < 300)
                        .forEach(status -> look(done, status, faults));
            }
        }

        assertThat(faults).isEmpty();
    }

    @Test
    void whatIsListedIsDocumented() {
        Set<String> documented = new TreeSet<>();
        contract.operations().forEach(operation -> {
            documented.add(operation.id());
            operation.statuses().forEach(status -> documented.add(operation.id() + " " + status));
        });

        assertThat(documented).containsAll(NOT_HERE.keySet());
    }

    @Test
    @Proves("S22")
    void aBodyThatDoesNotComeIsRefusedInTimeWhereverOneIsTaken() throws IOException {
        try (RestServer server = new RestServer()) {
            Map<Operation, Socket> sockets = new LinkedHashMap<>();
            for (Operation operation : ofPeople()) {
                if (operation.statuses().contains(408) && !isNotHere(operation, 408)) {
                    Socket socket = new Socket("127.0.0.1", server.port);
                    socket.setSoTimeout(30_000);
                    socket.getOutputStream()
                            .write((operation.method() + " " + path(operation, Map.of("id", "nothing"))
                                            + " HTTP/1.1\r\nHost: x\r\n"
                                            + "Authorization: Bearer " + RestServer.ADMIN
                                            + "\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n")
                                    .getBytes(UTF_8));
                    sockets.put(operation, socket);
                }
            }
            assertThat(sockets).hasSizeGreaterThan(20);
            for (Map.Entry<Operation, Socket> each : sockets.entrySet()) {
                try (Socket socket = each.getValue()) {
                    assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                            .as(each.getKey().id())
                            .isEqualTo("HTTP/1.1 408");
                }
            }
        }
    }

    private static void look(Probe probe, int status, List<String> faults) {
        String what = probe.operation.id() + " " + status;
        // A look meets 409 only where a newer version has stored what this one can't read: NextVersionTest.
        boolean newer = status == 409 && probe.operation.method().equals("GET");
        boolean newerToo = status == 409 && probe.operation.id().equals("evaluate");
        if (status == 408 || newer || newerToo || isNotHere(probe.operation, status)) {
            return;
        }
        Answer answer;
        try {
            answer = probe.ask(status);
        } catch (RuntimeException | AssertionError e) {
            faults.add(what + " was not brought about: " + e);
            return;
        }
        if (answer.status() != status) {
            faults.add(what + " was not brought about: " + answer.status() + " " + answer.text());
        }
    }

    private static boolean isNotHere(Operation operation, int status) {
        return NOT_HERE.containsKey(operation.id()) || NOT_HERE.containsKey(operation.id() + " " + status);
    }

    private static String path(Operation operation, Map<String, String> more) {
        String path = operation.path();
        Map<String, String> parts = new HashMap<>(PARTS);
        parts.putAll(more);
        for (Map.Entry<String, String> part : parts.entrySet()) {
            path = path.replace("{" + part.getKey() + "}", part.getValue());
        }
        return path;
    }

    /** One operation, asked in many ways. */
    private final class Probe {
        private final RestServer server;
        private final Operation operation;
        private final String path;
        private SignedIn person = new SignedIn("", "");

        Probe(RestServer server, Operation operation) {
            this.server = server;
            this.operation = operation;
            String key = server.get("/api/v1/projects/demo/keys")
                    .json()
                    .at("/items/0/id")
                    .asText();
            Answer token = server.post("/api/v1/tokens", NEW_TOKEN);
            String id = operation.path().contains("/tokens/")
                    ? token.json().path("id").asText()
                    : key;
            path = contract.withRequiredQuery(operation, path(operation, Map.of("id", id)));
        }

        /** There is something to change and to remove. */
        private void prepare() {
            server.put(RestServer.PLACE + "/rules/de", RULE, "If-Match", "*");
            server.post("/api/v1/users", "{\"name\":\"eve\"}");
            person = operation.isForPersons() ? signIn() : person;
            server.post(RestServer.PLACE + (path.endsWith("/off") ? "/on" : "/off"), null);
        }

        Answer ask(int status) {
            prepare();
            return switch (status) {
                case 400 -> unreadable();
                case 401 -> server.sendAs(operation.method(), path, example());
                case 403 -> forbidden();
                case 404 ->
                    send(
                            contract.withRequiredQuery(
                                    operation,
                                    path(operation, Map.of("project", "nothing", "id", "nothing", "user", "nobody"))),
                            body(),
                            ANY);
                case 409 -> takesKey() ? sameAgain() : whileArchived();
                case 412 -> send(path, body(), "If-Match", "\"999\"");
                case 413 -> send(path, " ".repeat(Bodies.LARGEST + 1));
                case 415 -> send(path, "x", "Content-Type", "text/plain");
                case 422 -> notAllowed();
                case 428 -> send(path, body());
                case 429 -> onceTooOften();
                case 503 -> whileAway();
                case 507 -> whileFull();
                case 202 -> unheard();
                case 201 -> send(path.replace("/segments/staff", "/segments/made-now"), body(), ANY);
                default -> send(path, body(), ANY);
            };
        }

        /** As somebody who may. */
        private Answer send(String where, String body, String... headers) {
            if (operation.isForPersons()) {
                return server.sendAs(
                        operation.method(),
                        where,
                        body,
                        with(headers, "Cookie", person.cookie(), "Sluice-Csrf", person.csrf()));
            }
            return operation.isPublic()
                    ? server.sendAs(operation.method(), where, body, headers)
                    : server.send(operation.method(), where, body, headers);
        }

        private static String[] with(String[] headers, String... more) {
            return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
        }

        private String example() {
            JsonNode example = contract.example(operation);
            return example == null ? null : example.toString();
        }

        /** The example, with what only a running server knows. */
        private String body() {
            JsonNode example = contract.example(operation);
            if (example == null) {
                return null;
            }
            ObjectNode body = example.deepCopy();
            if (body.has("link")) {
                body.put("link", token());
            }
            return body.toString();
        }

        private String token() {
            String link = server.post("/api/v1/session/link", null)
                    .json()
                    .path("link")
                    .asText();
            return link.substring(link.indexOf("#link=") + "#link=".length());
        }

        private SignedIn signIn() {
            Answer begun = server.sendAs("POST", "/api/v1/session", "{\"link\":\"" + token() + "\"}");
            String cookie = begun.header("Set-Cookie");
            return new SignedIn(
                    cookie.substring(0, cookie.indexOf(';')),
                    begun.json().path("csrf").asText());
        }

        /** A change by session without its header, or a look by somebody with few rights. */
        private Answer forbidden() {
            if (!operation.method().equals("GET")) {
                return server.sendAs(operation.method(), path, body(), "Cookie", signIn().cookie());
            }
            String token = server.post("/api/v1/tokens", FEW_RIGHTS)
                    .json()
                    .path("token")
                    .asText();
            return server.sendAs("GET", path, null, "Authorization", "Bearer " + token);
        }

        private Answer unreadable() {
            return takesKey() ? send(path, body(), Idempotence.HEADER, "x".repeat(201)) : send(path, "{", ANY);
        }

        private boolean takesKey() {
            return operation.json().path("parameters").toString().contains("header.Idempotency-Key");
        }

        /** As if the same request were still being worked on. */
        private Answer sameAgain() {
            String body = body();
            byte[] bytes = body == null ? new byte[0] : body.getBytes(UTF_8);
            String key = "worked-on-" + operation.id();
            claim(
                    key,
                    Idempotence.fingerprint(
                            server.access, HttpMethod.valueOf(operation.method()), path, List.of("*"), bytes));
            return send(path, body, "If-Match", "*", Idempotence.HEADER, key);
        }

        private Answer notAllowed() {
            if (takesKey()) {
                String key = "of-another-" + operation.id();
                claim(key, new byte[32]);
                return send(path, body(), Idempotence.HEADER, key);
            }
            String wrong = contract.queryNames(operation).stream()
                    .map(name -> name + "=~")
                    .collect(Collectors.joining("&", "?nobodyKnowsThis=1&", ""));
            return send(
                    path(operation, Map.of()) + wrong,
                    operation.method().equals("GET") ? null : "{\"nobodyKnowsThis\":1}",
                    ANY);
        }

        /** For whoever may be asking. */
        private void claim(String key, byte[] asked) {
            String person = SESSION_KIND + " admin " + key;
            for (String whose :
                    List.of(Idempotence.key(Caller.ANONYMOUS, key), Idempotence.key(Caller.ADMIN_TOKEN, key), person)) {
                await(server.ephemera.putIfAbsent(
                        Idempotence.place(whose), KeptAct.claim(asked, new byte[16]), Duration.ofMinutes(1)));
            }
        }

        private Answer whileAway() {
            String body = body();
            String cookie = operation.isPublic() ? "" : signIn().cookie();
            server.ephemera.away(true);
            try {
                return operation.isPublic()
                        ? server.sendAs(operation.method(), path, body)
                        : server.sendAs(operation.method(), path, body, "Cookie", cookie);
            } finally {
                server.ephemera.away(false);
            }
        }

        private Answer whileFull() {
            server.store.refuse(Optional.of("disk"));
            try {
                return send(path, body(), ANY);
            } finally {
                server.store.refuse(Optional.empty());
            }
        }

        private Answer whileArchived() {
            String flag = "/api/v1/projects/demo/flags/new-checkout";
            server.send("PATCH", flag, "{\"archived\":true}", ANY);
            try {
                return send(path, body(), ANY);
            } finally {
                server.send("PATCH", flag, "{\"archived\":false}", ANY);
            }
        }

        /** After two requests of the same caller, which are all that it may make at once. */
        private Answer onceTooOften() {
            server.perSecond.set(1);
            try {
                for (int i = 0; i < 2; i++) {
                    if (operation.isPublic()) {
                        server.sendAs("GET", "/openapi.json", null);
                    } else {
                        server.get("/api/v1/session");
                    }
                }
                return operation.isPublic()
                        ? server.sendAs(operation.method(), path, example(), ANY)
                        : server.send(operation.method(), path, example(), ANY);
            } finally {
                server.perSecond.set(0);
            }
        }

        private Answer unheard() {
            server.fleet.opened(PRODUCTION, "mute", new Identity("mute", "shop/1", "java/0.1.0"));
            return send(path + (path.contains("?") ? "&" : "?") + "waitFor=converged&timeoutMillis=1", body(), ANY);
        }
    }

    private record SignedIn(String cookie, String csrf) {}
}
