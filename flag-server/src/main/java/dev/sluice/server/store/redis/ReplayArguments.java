package dev.sluice.server.store.redis;

import dev.sluice.server.store.AuditRecord;
import dev.sluice.server.store.ChangeCodec;
import dev.sluice.server.store.LoggedChange;
import dev.sluice.server.store.Replay;
import java.util.List;

/** Lays a replay out as the keys and arguments of {@code replay.lua}, in the order in which that script takes them. */
final class ReplayArguments {

    private final List<byte[]> keys;
    private final ScriptArguments arguments = new ScriptArguments();

    ReplayArguments(Replay replay, String node, int changesKept, int copies, WaitPolicy wait) {
        keys = RedisKeys.written(
                replay.project(),
                replay.environments().stream()
                        .map(Replay.EnvironmentCopy::environment)
                        .toList());
        arguments.text(replay.writeId());
        arguments.flag(replay.mend());
        fence(replay);
        arguments.flag(replay.auditAnew());
        arguments.number(replay.audit().size());
        for (AuditRecord entry : replay.audit()) {
            arguments.audit(entry);
        }
        documents(replay);
        replay.environments().forEach(environment -> environment(environment, changesKept));
        arguments.text(replay.lineage().origin());
        arguments.number(replay.lineage().restored());
        arguments.bytes(RedisKeys.FEED);
        arguments.bytes(RedisKeys.hint(node, replay.project()));
        arguments.number(copies);
        arguments.text(wait.text());
    }

    byte[][] keys() {
        return keys.toArray(byte[][]::new);
    }

    byte[][] arguments() {
        return arguments.array();
    }

    private void fence(Replay replay) {
        Replay.Fence fence = replay.fence();
        arguments.flag(fence == null);
        if (fence != null) {
            arguments.number(fence.documents().revision());
            arguments.text(fence.documents().stamp());
            arguments.number(fence.audit().seq());
            arguments.text(fence.audit().digest());
        }
        arguments.number(replay.environments().size());
        for (Replay.EnvironmentCopy environment : replay.environments()) {
            arguments.state(environment.expected());
            arguments.state(environment.id());
        }
    }

    private void documents(Replay replay) {
        Replay.DocumentsCopy documents = replay.documents();
        arguments.flag(documents != null);
        if (documents != null) {
            arguments.number(documents.id().revision());
            arguments.text(documents.id().stamp());
            arguments.bytes(documents.document());
            arguments.documents(documents.flags());
            arguments.documents(documents.keys());
        }
    }

    private void environment(Replay.EnvironmentCopy environment, int changesKept) {
        arguments.text(environment.environment());
        arguments.flag(environment.whole());
        arguments.patch(environment.targeting());
        arguments.patch(environment.segments());
        arguments.records(environment.flagRecords(), environment.segmentRecords());
        arguments.state(environment.id());
        arguments.number(changesKept);
        arguments.number(environment.changes().size());
        for (LoggedChange change : environment.changes()) {
            arguments.number(change.id().revision());
            arguments.text(change.id().hash().toString());
            arguments.bytes(ChangeCodec.writeChange(change));
        }
    }
}
