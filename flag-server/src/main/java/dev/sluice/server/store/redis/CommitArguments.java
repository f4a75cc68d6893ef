package dev.sluice.server.store.redis;

import dev.sluice.engine.RecordKind;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.Commit;
import dev.sluice.server.store.LoggedChange;
import java.util.List;

/** Lays a commit out as the keys and arguments of {@code commit.lua}, in the order in which that script takes them. */
final class CommitArguments {

    private final List<byte[]> keys;
    private final ScriptArguments arguments = new ScriptArguments();

    CommitArguments(Commit commit, String node, int changesKept, int copies, WaitPolicy wait) {
        String project = commit.project();
        keys = RedisKeys.written(
                project,
                commit.environments().stream()
                        .map(Commit.EnvironmentCommit::environment)
                        .toList());

        expectations(commit);
        arguments.audit(commit.audit());
        if (commit.documents() != null) {
            documents(commit.documents());
        }
        commit.environments().forEach(environment -> environment(environment, changesKept));
        arguments.patch(commit.versions());
        arguments.bytes(RedisKeys.FEED);
        arguments.bytes(RedisKeys.hint(node, project));
        arguments.number(copies);
        arguments.text(wait.text());
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.array();
    }

    private void expectations(Commit commit) {
        arguments.text(commit.writeId());
        arguments.number(commit.audit().seq() - 1);
        arguments.text(commit.audit().previous());
        if (commit.documents() == null) {
            arguments.text("");
        } else {
            arguments.number(commit.documents().expectedRevision());
        }
        arguments.number(commit.environments().size());
        for (Commit.EnvironmentCommit environment : commit.environments()) {
            arguments.state(environment.expected());
        }
    }

    private void documents(Commit.DocumentsCommit documents) {
        arguments.number(documents.revision());
        byte[] document = documents.document();
        arguments.flag(document != null);
        if (document != null) {
            arguments.bytes(document);
        }
        arguments.patch(documents.flags());
        arguments.patch(documents.keys());
    }

    private void environment(Commit.EnvironmentCommit environment, int changesKept) {
        LoggedChange change = environment.change();
        arguments.text(environment.environment());
        arguments.patch(change.targeting());
        arguments.patch(change.segments());
        arguments.records(change.flagRecords(), change.segmentRecords());
        arguments.state(change.id());
        arguments.bytes(ChangeCodec.writeChange(change));
        arguments.number(changesKept);
    }

    static String field(RecordKind kind, String key) {
        return kind + "/" + key;
    }
}
