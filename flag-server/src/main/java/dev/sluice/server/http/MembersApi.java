package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.Commands;
import dev.sluice.server.command.IfMatch;
import dev.sluice.server.command.Intent;
import dev.sluice.server.command.MembersChange;
import dev.sluice.server.command.MembersChange.Which;
import dev.sluice.server.command.SegmentDocument;
import dev.sluice.server.command.Stored;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.rows.RowFormat;
import dev.sluice.server.rows.RowWriter;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The keys of segments, as rows. */
final class MembersApi {
    /** Bytes of the largest body: more than the keys of a full segment take. */
    static final int LARGEST = 8 * 1024 * 1024;

    private final Vertx vertx;
    private final Workspace workspace;
    private final Commands commands;

    MembersApi(Vertx vertx, Workspace workspace, Commands commands) {
        this.vertx = vertx;
        this.workspace = workspace;
        this.commands = commands;
    }

    /** {@code GET …/segments/{segment}/members?list=} */
    Future<Reply> list(Call call) {
        Stored<SegmentDocument> segment =
                call.project(workspace).segment(call.path("environment"), call.path("segment"));
        List<String> keys = which(call) == Which.INCLUDED
                ? segment.document().included()
                : segment.document().excluded();
        RowFormat format = accepted(call);
        return Future.succeededFuture(
                Reply.bytes(format.mediaType(), RowWriter.keys(format, keys)).etag(segment.version()));
    }

    /** {@code POST …/segments/{segment}/members?list=}: adds. */
    Future<Reply> add(Call call) {
        return change(call, true, "segment.members.add");
    }

    /** {@code DELETE …/segments/{segment}/members?list=}: removes. */
    Future<Reply> remove(Call call) {
        return change(call, false, "segment.members.remove");
    }

    private Future<Reply> change(Call call, boolean add, String action) {
        String project = call.path("project");
        String environment = call.path("environment");
        String segment = call.path("segment");
        Which which = which(call);
        RowFormat format = RowFormat.named(call.header("Content-Type")).orElse(RowFormat.NDJSON);
        IfMatch ifMatch = call.ifMatch();
        Intent intent = call.intent(action);
        return vertx.executeBlocking(() -> MembersChange.read(which, add, format, call.bytes()), false)
                .compose(change -> commands.members(project, environment, segment, change, ifMatch, intent))
                .map(done -> {
                    ObjectNode json = done.result().json();
                    json.put("changed", done.written().changed());
                    return Reply.ok(json).etag(done.result().after().version());
                });
    }

    private static Which which(Call call) {
        String list = call.query("list");
        if (list == null) {
            return Which.INCLUDED;
        }
        return Stream.of(Which.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(list))
                .findFirst()
                .orElseThrow(() -> InvalidException.of("?list", Json.quote(list), "included or excluded"));
    }

    /** NDJSON, unless CSV is named alone. */
    private static RowFormat accepted(Call call) {
        return RowFormat.named(call.header("Accept")).orElse(RowFormat.NDJSON);
    }
}
