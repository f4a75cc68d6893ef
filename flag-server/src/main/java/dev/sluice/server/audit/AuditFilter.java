package dev.sluice.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.store.AuditRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of an audit log somebody looks for; null asks for no such thing.
 *
 * @param actor the name of who did it
 * @param action what was done, such as {@code flag.on}, or the kind of it, such as {@code flag}
 * @param flag the key of the flag that it was done to
 * @param environment the key of the environment in which it was done
 * @param since the earliest moment
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String flag,
        @Nullable String environment,
        @Nullable Instant since) {

    /** Whether this asks for everything. */
    public boolean isEmpty() {
        return actor == null && action == null && flag == null && environment == null && since == null;
    }

    boolean admits(AuditRecord record, JsonNode details) {
        return (actor == null || actor.equals(record.actor()))
                && (action == null
                        || record.action().equals(action)
                        || record.action().startsWith(action + "."))
                && (flag == null || flag.equals(details.path("flag").textValue()))
                && (environment == null
                        || environment.equals(details.path("environment").textValue()));
    }

    boolean endsAt(AuditRecord record) {
        return since != null && record.at().isBefore(since);
    }
}
