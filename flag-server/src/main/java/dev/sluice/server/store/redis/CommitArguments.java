package dev.sluice.server.store.redis;

import static dev.sluice.server.store.redis.RedisKeys.bytes;

import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.Commit;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.LoggedChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lays a commit out as the keys and arguments of {@code commit.lua}, in the order in which that script takes them. */
final class CommitArguments {

    private static final byte[] NOTHING = new byte[0];
    private static final byte[] YES = bytes("1");
    private static final byte[] NO = bytes("0");

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();

    CommitArguments(Commit commit, String node, int changesKept) {
        String project = commit.project();
        keys.add(RedisKeys.project(project));
        keys.add(RedisKeys.flags(project));
        keys.add(RedisKeys.keys(project));
        keys.add(RedisKeys.environments(project));
        keys.add(RedisKeys.audit(project));
        commit.environments()
                .forEach(environment ->
                        keys.addAll(RedisKeys.environment(new EnvironmentId(project, environment.environment()))));

        expectations(commit);
        audit(commit.audit());
        if (commit.documents() != null) {
            documents(commit.documents());
        }
        commit.environments().forEach(environment -> environment(environment, changesKept));
        arguments.add(RedisKeys.FEED);
        arguments.add(RedisKeys.hint(node, project));
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.toArray(byte[][]::new);
    }

    private void expectations(Commit commit) {
        text(commit.writeId());
        number(commit.audit().seq() - 1);
        if (commit.documents() == null) {
            arguments.add(NOTHING);
        } else {
            number(commit.documents().expectedRevision());
        }
        number(commit.environments().size());
        for (Commit.EnvironmentCommit environment : commit.environments()) {
            StateId expected = environment.expected();
            text(expected == null ? "" : expected.epoch().toString());
            text(expected == null ? "" : Long.toString(expected.revision()));
            text(expected == null ? "" : expected.hash().toString());
        }
    }

    private void documents(Commit.DocumentsCommit documents) {
        number(documents.revision());
        byte[] document = documents.document();
        arguments.add(document == null ? NO : YES);
        if (document != null) {
            arguments.add(document);
        }
        patch(documents.flags());
        patch(documents.keys());
    }

    private void environment(Commit.EnvironmentCommit environment, int changesKept) {
        LoggedChange change = environment.change();
        text(environment.environment());
        patch(change.targeting());
        patch(change.segments());
        Map<String, Optional<byte[]>> records = new TreeMap<>();
        change.flagRecords().forEach((key, record) -> records.put(field(RecordKind.FLAG, key), stored(record)));
        change.segmentRecords().forEach((key, record) -> records.put(field(RecordKind.SEGMENT, key), stored(record)));
        patch(records);
        text(change.id().epoch().toString());
        number(change.id().revision());
        text(change.id().hash().toString());
        arguments.add(ChangeCodec.writeChange(change));
        number(changesKept);
    }

    private void audit(AuditRecord audit) {
        number(audit.seq());
        number(audit.at().toEpochMilli());
        text(audit.actor());
        text(audit.action());
        text(audit.comment());
        arguments.add(audit.details());
        text(audit.previous());
        text(audit.digest());
    }

    private void patch(Map<String, Optional<byte[]>> changes) {
        number(changes.size());
        new TreeMap<>(changes).forEach((key, value) -> {
            text(key);
            arguments.add(value.isPresent() ? YES : NO);
            arguments.add(value.orElse(NOTHING));
        });
    }

    private static Optional<byte[]> stored(Optional<WireRecord> record) {
        return record.map(ChangeCodec::writeRecord);
    }

    static String field(RecordKind kind, String key) {
        return kind + "/" + key;
    }

    private void text(String text) {
        arguments.add(bytes(text));
    }

    private void number(long number) {
        text(Long.toString(number));
    }
}
