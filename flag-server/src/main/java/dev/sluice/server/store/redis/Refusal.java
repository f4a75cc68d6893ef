package dev.sluice.server.store.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a Redis means by an error that it answered, by the first word of it. All of them come before anything was written. */
enum Refusal {
    /** Another node of the cluster has the slot. */
    MOVED,
    /** Another node of the cluster is about to have the slot: only this once. */
    ASK,
    /** The slot is half here, half there. */
    TRYAGAIN,
    /** The slot has no master now. */
    CLUSTERDOWN,
    /** It is a replica by now. */
    READONLY,
    /** It is a replica without a master. */
    MASTERDOWN,
    /** It reads its data from disk. */
    LOADING,
    /** Its disk takes nothing. */
    MISCONF,
    /** Its memory is full. */
    OOM,
    /** Too few replicas are connected, by its own rule ({@code min-replicas-to-write}). */
    NOREPLICAS,
    /** A wait was ended because it became a replica: it says nothing of what was written before. */
    UNBLOCKED,
    /** A script runs for too long. */
    BUSY,
    /** Its user may not do that. */
    NOPERM,
    OTHER;

    static Refusal of(@Nullable Throwable error) {
        if (!(error instanceof RedisCommandExecutionException)) {
            return OTHER;
        }
        String text = String.valueOf(error.getMessage());
        int space = text.indexOf(' ');
        String word = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        for (Refusal refusal : values()) {
            if (refusal.name().equals(word)) {
                return refusal;
            }
        }
        return OTHER;
    }

    /** Whether it can be read while it takes no writes. */
    boolean isReadOnly() {
        return this == MISCONF || this == OOM || this == NOREPLICAS;
    }

    /** Whether it has no room. */
    boolean isFull() {
        return this == MISCONF || this == OOM;
    }

    /** Whether to find out who the master is. */
    boolean isOfTopology() {
        return switch (this) {
            case MOVED, CLUSTERDOWN, READONLY, MASTERDOWN, NOREPLICAS, UNBLOCKED -> true;
            default -> false;
        };
    }
}
