package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.User;
import dev.sluice.server.command.IfMatch;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.NotFoundException;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.rows.RowFormat;
import dev.sluice.server.store.Workspace;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as a route sees it: who asks, the parts of the path, the query, the body. For one thread. */
final class Call {
    private static final int LONGEST_COMMENT = 500;
    private static final String COMMENT = "comment";

    private final RoutingContext ctx;
    private final byte[] bytes;
    private final Instant at;
    private final ClientAddresses addresses;
    private @Nullable JsonNode tree;

    Call(RoutingContext ctx, byte[] bytes, Instant at, ClientAddresses addresses) {
        this.ctx = ctx;
        this.bytes = bytes;
        this.at = at;
        this.addresses = addresses;
    }

    RoutingContext context() {
        return ctx;
    }

    /** The body as it came; shared, never changed. */
    byte[] bytes() {
        return bytes;
    }

    Caller caller() {
        return Caller.of(ctx);
    }

    /** When it came. */
    Instant at() {
        return at;
    }

    /** A part of the path. */
    String path(String name) {
        String value = ctx.pathParam(name);
        if (value == null) {
            throw new IllegalStateException("the route has no part " + name);
        }
        if (!Fields.KEY.matcher(value).matches()) {
            throw NotFoundException.address();
        }
        return value;
    }

    /** The body, without the comment for the audit log, which any change may carry. */
    JsonNode body() {
        JsonNode body = tree();
        if (body instanceof ObjectNode object && object.has(COMMENT)) {
            comment();
            ObjectNode rest = object.deepCopy();
            rest.remove(COMMENT);
            return rest;
        }
        return body;
    }

    /** The body of an act that needs none: an empty object when nothing was sent. */
    JsonNode bodyOrEmpty() {
        return bytes.length == 0 ? Json.object() : body();
    }

    /** Who does what and why, for the audit log and the document's last change. */
    Intent intent(String action) {
        return Intent.of(caller(), action, comment(), at, address());
    }

    /** The same for a body that is a file and holds no comment. */
    Intent intentOfFile(String action) {
        String comment = query(COMMENT);
        String checked = comment == null ? "" : checked("?" + COMMENT, comment);
        return Intent.of(caller(), action, checked, at, address());
    }

    /** The same of somebody who has proved who they are by this very call. */
    Intent intentOf(User person, String action) {
        return Intent.of(person, action, comment(), at, address());
    }

    /** The project that the path names, as far as the caller may see it. */
    ProjectView project(Workspace workspace) {
        return ProjectView.of(workspace, path("project")).seenBy(caller().grants());
    }

    /** The network address that it comes from, behind the proxies that are trusted. */
    String address() {
        return addresses.of(ctx.request());
    }

    /** A header of the request, or null. */
    @Nullable
    String header(String name) {
        return ctx.request().getHeader(name);
    }

    /** What {@code If-Match} says. */
    IfMatch ifMatch() {
        List<String> given = ctx.request().headers().getAll("If-Match");
        return given.isEmpty() ? IfMatch.absent() : IfMatch.of(String.join(",", given));
    }

    /** A query parameter, or null. */
    @Nullable
    String query(String name) {
        List<String> values = ctx.queryParam(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** A whole number from the query, in bounds. */
    long queryWhole(String name, long least, long most, long otherwise) {
        String value = query(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notWhole(name, value, least, most);
        }
        throw notWhole(name, value, least, most);
    }

    /** True, false, or false when absent. */
    boolean queryFlag(String name) {
        String value = query(name);
        if (value == null) {
            return false;
        }
        if (value.equals("true") || value.equals("false") || value.isEmpty()) {
            return !value.equals("false");
        }
        throw InvalidException.of("?" + name, Json.quote(value), "true or false");
    }

    private JsonNode tree() {
        JsonNode parsed = tree;
        if (parsed == null) {
            parsed = Json.parse(bytes);
            tree = parsed;
        }
        return parsed;
    }

    /** The one of the query before that of the body; both are checked where both are given. */
    private String comment() {
        String query = query(COMMENT);
        String body = commentOfBody();
        return query == null ? body : checked("?" + COMMENT, query);
    }

    private String commentOfBody() {
        if (bytes.length == 0 || RowFormat.named(header("Content-Type")).isPresent()) {
            return "";
        }
        JsonNode comment = tree().get(COMMENT);
        if (comment == null || comment.isNull()) {
            return "";
        }
        if (!comment.isTextual()) {
            throw InvalidException.of("/" + COMMENT, Json.quote(comment), "a text");
        }
        return checked("/" + COMMENT, comment.textValue());
    }

    private static String checked(String pointer, String comment) {
        if (comment.length() > LONGEST_COMMENT) {
            throw InvalidException.of(
                    pointer, "a text of " + comment.length(), "at most " + LONGEST_COMMENT + " characters");
        }
        return comment;
    }

    private static InvalidException notWhole(String name, String value, long least, long most) {
        return InvalidException.of("?" + name, Json.quote(value), "a whole number from " + least + " to " + most);
    }
}
