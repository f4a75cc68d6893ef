package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.MalformedBodyException;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a flag was: the kept versions of its definition and of its targeting in each environment. The version in force is known to this
 * node; older ones are read from the store. One that is not kept any more, or can't be read, is left out. Safe on any thread.
 */
public final class FlagVersions {
    private static final int MOST_AT_ONCE = 10;
    private static final int BYTES_AT_ONCE = 256 * 1024;
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final String DEFINITION = "definition";
    private static final String TARGETING = "targeting";

    private final Workspace workspace;
    private final String project;
    private final String flag;
    private final ProjectView view;

    /** Of a flag that must be there, as far as the view goes. */
    public FlagVersions(Workspace workspace, ProjectView view, String flag) {
        this.workspace = workspace;
        this.project = view.state().key();
        this.flag = flag;
        this.view = view;
        view.flag(flag);
    }

    /** A document's versions on their way out, newest first; those that were read and not yet told wait. */
    private static final class Line {
        private final @Nullable String environment;
        private final String document;
        private final byte[] inForce;
        private final long newest;
        private final Function<byte[], Stored<?>> reader;
        private final Deque<Stored<?>> read = new ArrayDeque<>();
        private long next;

        private Line(
                @Nullable String environment, String document, byte[] inForce, Function<byte[], Stored<?>> reader) {
            this.environment = environment;
            this.document = document;
            this.inForce = inForce;
            this.reader = reader;
            Stored<?> present = reader.apply(inForce);
            this.newest = present.version();
            this.next = newest - 1;
            read.add(present);
        }

        /** Goes on with this version instead of the newest. */
        private void forward(long version) {
            if (version < newest) {
                read.clear();
                next = version;
            }
        }

        /** What the next page begins with. */
        private long standsAt() {
            return read.isEmpty() ? next : read.getFirst().version();
        }

        private boolean hasMore() {
            return next >= Versions.oldest(newest);
        }

        /** As many as make a good read, by the size of the one in force. */
        private List<Long> wanted() {
            int most = Math.max(1, Math.min(MOST_AT_ONCE, BYTES_AT_ONCE / inForce.length));
            List<Long> wanted = new ArrayList<>();
            while (hasMore() && wanted.size() < most) {
                wanted.add(next--);
            }
            return wanted;
        }

        private void add(byte[] bytes) {
            try {
                read.add(reader.apply(bytes));
            } catch (RuntimeException ofANewerVersion) {
                return; // what this version does not understand it can neither tell nor restore
            }
        }
    }

    /** A page in the making: tells as long as it has what it takes, and says what it wants to read next. */
    private final class Page {
        private final List<Line> lines;
        private final int limit;
        private final ArrayNode items = Json.array();
        private long bytes;

        private Page(List<Line> lines, int limit) {
            this.lines = lines;
            this.limit = limit;
        }

        /** The line of which more is wanted before the next version can be told; null when the page is done. */
        private @Nullable Line advance() {
            while (items.size() < limit && (bytes < MOST_BYTES || items.isEmpty())) {
                Line newest = null;
                for (Line line : lines) {
                    if (line.read.isEmpty() && line.hasMore()) {
                        return line;
                    }
                    if (!line.read.isEmpty() && (newest == null || at(line).isAfter(at(newest)))) {
                        newest = line;
                    }
                }
                if (newest == null) {
                    return null;
                }
                if (newest.read.size() < 2 && newest.hasMore()) {
                    return newest;
                }
                items.add(item(newest.environment, newest.read.remove(), newest.read.peek()));
            }
            return null;
        }

        private static Instant at(Line line) {
            return line.read.getFirst().last().at();
        }

        private void take(Line line, List<Optional<byte[]>> read) {
            for (Optional<byte[]> version : read) {
                version.ifPresent(present -> {
                    bytes += present.length;
                    line.add(present);
                });
            }
        }

        private ObjectNode json() {
            ObjectNode page = Json.object();
            page.set("items", items);
            ObjectNode rest = Json.object();
            for (Line line : lines) {
                if (line.standsAt() >= Versions.oldest(line.newest)) {
                    rest.put(line.document, line.standsAt());
                }
            }
            page.put(
                    "next",
                    rest.isEmpty()
                            ? null
                            : Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(rest)));
            return page;
        }
    }

    /**
     * Versions, newest first: each with its number, who made it when and why, what it says in words, and the difference from the one
     * before that is kept. A page ends early when a lot had to be read for it. To be called on a worker; documents are read and compared
     * on workers only.
     *
     * @param environment only the targeting there; null = everything
     * @param cursor what a page named as the next, or null for the first
     * @param workers where documents that come from the store are looked at
     */
    public Future<ObjectNode> page(@Nullable String environment, @Nullable String cursor, int limit, Vertx workers) {
        List<Line> lines = lines(environment);
        if (cursor != null) {
            forward(lines, cursor);
        }
        Page page = new Page(lines, limit);
        return goOn(page, page.advance(), workers);
    }

    private Future<ObjectNode> goOn(Page page, @Nullable Line asking, Vertx workers) {
        if (asking == null) {
            return Future.succeededFuture(page.json());
        }
        List<String> names = asking.wanted().stream()
                .map(version -> Versions.name(asking.document, version))
                .toList();
        return workspace
                .versions(project, names)
                .compose(read -> workers.executeBlocking(
                        () -> {
                            page.take(asking, read);
                            return Optional.ofNullable(page.advance());
                        },
                        false))
                .compose(next -> goOn(page, next.orElse(null), workers));
    }

    /** The versions that somebody wishes to have back. */
    Future<Revert.Kept> kept(Revert wish) {
        Future<Optional<Stored<FlagDefinition>>> definition = wish.definition() == 0
                ? Future.succeededFuture(Optional.empty())
                : one(
                        "/definition",
                        Versions.ofDefinition(flag),
                        wish.definition(),
                        view.flag(flag).version(),
                        bytes -> Stored.read(bytes, DefinitionJson::stored));
        String environment = wish.environment();
        Future<Optional<Stored<Targeting>>> targeting = environment == null
                ? Future.succeededFuture(Optional.empty())
                : one(
                        "/version",
                        Versions.ofTargeting(environment, flag),
                        wish.targeting(),
                        view.targeting(environment, flag).version(),
                        bytes -> Stored.read(bytes, TargetingJson::stored));
        return Future.all(definition, targeting)
                .map(both -> new Revert.Kept(
                        wish,
                        definition.result().map(Stored::document).orElse(null),
                        targeting.result().map(Stored::document).orElse(null)));
    }

    private <T> Future<Optional<Stored<T>>> one(
            String pointer, String document, long version, long newest, Function<byte[], Stored<T>> reader) {
        if (version > newest) {
            throw notKept(pointer, version, newest);
        }
        return workspace
                .versions(project, List.of(Versions.name(document, version)))
                .map(read -> {
                    byte[] bytes = read.get(0).orElseThrow(() -> notKept(pointer, version, newest));
                    return Optional.of(reader.apply(bytes));
                });
    }

    private static InvalidException notKept(String pointer, long version, long newest) {
        return InvalidException.of(
                pointer,
                Long.toString(version),
                "a version that is kept, of " + Versions.oldest(newest) + " to " + newest + "; the history lists them");
    }

    private List<Line> lines(@Nullable String environment) {
        List<Line> lines = new ArrayList<>();
        for (String each : view.environments()) {
            byte[] bytes = view.environment(each).targeting().get(flag);
            if (bytes != null && (environment == null || environment.equals(each))) {
                lines.add(new Line(
                        each,
                        Versions.ofTargeting(each, flag),
                        bytes,
                        stored -> Stored.read(stored, TargetingJson::stored)));
            }
        }
        byte[] definition = view.state().flags().get(flag);
        if (environment == null && definition != null) {
            lines.add(new Line(
                    null,
                    Versions.ofDefinition(flag),
                    definition,
                    stored -> Stored.read(stored, DefinitionJson::stored)));
        } else if (environment != null) {
            view.targeting(environment, flag);
        }
        return lines;
    }

    private static void forward(List<Line> lines, String cursor) {
        JsonNode named;
        try {
            named = Json.parse(Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException | MalformedBodyException e) {
            throw noCursor(cursor);
        }
        for (Line line : lines) {
            JsonNode next = named.path(line.document);
            if (!next.isMissingNode() && !next.canConvertToLong()) {
                throw noCursor(cursor);
            }
            line.forward(next.longValue());
        }
    }

    private static InvalidException noCursor(String cursor) {
        return InvalidException.of("?cursor", Json.quote(cursor), "what a page named as \"next\"");
    }

    private ObjectNode item(@Nullable String environment, Stored<?> stored, @Nullable Stored<?> before) {
        ObjectNode item = Json.object()
                .put("document", environment == null ? DEFINITION : TARGETING)
                .put("environment", environment)
                .put("version", stored.version());
        item.setAll(stored.last().json());
        if (stored.document() instanceof Targeting now) {
            Targeting then = before == null ? null : (Targeting) before.document();
            ObjectNode sentence = item.putObject("sentence");
            sentence.put("before", then == null ? null : sentence(then));
            sentence.put("after", sentence(now));
            item.put("words", sentence(now));
            item.set("diff", Diff.of(then == null ? null : then.json(), now.json()));
        } else if (stored.document() instanceof FlagDefinition now) {
            FlagDefinition then = before == null ? null : (FlagDefinition) before.document();
            ArrayNode diff = Diff.of(then == null ? null : then.json(), now.json());
            item.put("words", then == null ? "This is " + Words.about(now) : Words.changed(diff));
            item.set("diff", diff);
        }
        return item;
    }

    /** In the words of a flag in use, which it was then. */
    private String sentence(Targeting targeting) {
        return Words.sentence(view.flag(flag).document().archived(false), targeting);
    }
}
