package dev.sluice.server.evaluate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireException;
import dev.sluice.engine.wire.WireRecord;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Variations that this node forces on everyone it evaluates for, whatever is stored: for the moment when a flag must be changed and the
 * store cannot be written. They hold in every environment that has the flag with that variation. What is streamed to SDKs stays what is
 * stored, for a state has one name and one content; an SDK is forced in its own process. Thread-safe.
 */
public final class Overrides {

    private static final Logger log = LoggerFactory.getLogger(Overrides.class);
    private static final int MOST_SNAPSHOTS = 64;

    private final SortedMap<String, String> variations;
    private final WireCodec codec = new WireCodec();
    private final Cache<Replica, Snapshot> snapshots =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST_SNAPSHOTS).build();
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    private Overrides(SortedMap<String, String> variations) {
        this.variations = variations;
    }

    /**
     * Reads {@code flag=variation,…}.
     *
     * @throws IllegalArgumentException naming the setting, what was given and what is allowed
     */
    public static Overrides parse(String text) {
        SortedMap<String, String> variations = new TreeMap<>();
        for (String entry : text.split(",")) {
            int equals = entry.indexOf('=');
            if (equals > 0 && equals < entry.strip().length() - 1) {
                variations.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            } else if (!entry.isBlank()) {
                throw new IllegalArgumentException("SLUICE_OVERRIDES: \"" + entry.strip()
                        + "\" is not allowed; expected flag=variation, with commas in between");
            }
        }
        return new Overrides(variations);
    }

    /** The forced variations by flag. */
    public Map<String, String> variations() {
        return Map.copyOf(variations);
    }

    /** Says once, loudly, what is forced. */
    public void announce() {
        variations.forEach((flag, variation) -> log.warn(
                "SLUICE_OVERRIDES: flag {} is forced on this node: everyone it evaluates for gets {}, whatever is stored; "
                        + "SDKs are not affected",
                flag,
                variation));
    }

    /** What decides on this node. */
    Snapshot in(Replica replica) {
        if (variations.isEmpty()) {
            return replica.snapshot();
        }
        return snapshots.get(replica, this::forced);
    }

    private Snapshot forced(Replica replica) {
        SortedMap<String, WireRecord> flags = new TreeMap<>(replica.flags());
        EnvironmentHash hash = replica.id().hash();
        for (Map.Entry<String, String> override : variations.entrySet()) {
            WireRecord before = flags.get(override.getKey());
            Flag flag = before == null ? null : flag(override.getKey(), override.getValue(), before);
            if (before != null && flag != null) {
                WireRecord after = WireRecord.of(RecordKind.FLAG, flag.key(), codec.write(flag));
                hash = hash.minus(before.h()).plus(after.h());
                flags.put(flag.key(), after);
            }
        }
        StateId id = new StateId(replica.id().epoch(), replica.id().revision(), hash);
        try {
            return Replica.of(new SnapshotEvent(WireCodec.FORMAT, id, flags, replica.segments()))
                    .snapshot();
        } catch (WireException impossible) {
            log.error("the overrides cannot be put in their place; what is stored decides", impossible);
            return replica.snapshot();
        }
    }

    private @Nullable Flag flag(String key, String variation, WireRecord record) {
        FlagReading reading = codec.readFlag(key, record.bytes());
        FlagCore core = null;
        if (reading instanceof FlagReading.Understood understood) {
            core = understood.flag().core();
        } else if (reading instanceof FlagReading.NotUnderstood notUnderstood) {
            core = notUnderstood.core();
        }
        try {
            return core == null
                    ? null
                    : Flag.simple(
                            new FlagCore(
                                    core.key(),
                                    core.type(),
                                    core.version(),
                                    true,
                                    core.variations(),
                                    core.offVariation()),
                            new Fixed(variation));
        } catch (InvalidDefinitionException refused) {
            if (complained.add(key)) {
                log.warn("SLUICE_OVERRIDES: flag {} is not forced everywhere: {}", key, refused.getMessage());
            }
            return null;
        }
    }
}
