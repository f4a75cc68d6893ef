package dev.sluice.server.command;

import dev.sluice.server.access.Accounts;
import dev.sluice.server.access.ApiToken;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.access.User;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.DocumentCheck.Kind;
import dev.sluice.server.store.ProjectState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whom a project lets in once a backup is in its place: by a key, by a token, or as a person. An end that the store still knows of holds,
 * and no session of somebody who was changed or removed begins again. What the store has forgotten comes back, for it can't tell what was
 * revoked from what was lost; so it is told by name, never by a secret. Pure.
 */
public final class Admissions {
    private static final StoredDocuments DOCUMENTS = new StoredDocuments();

    private Admissions() {}

    /**
     * Somebody who is let in.
     *
     * @param who by the name that people know them by
     * @param generation of a person; 0 of others
     */
    private record Admitted(String who, long generation) {}

    /** One sentence for each who is let in again, who is let in as they were, and who is let in no more. */
    public static List<String> changes(ProjectState stored, ProjectState restored, Instant now) {
        SortedMap<String, Admitted> before = admitted(stored, now);
        SortedMap<String, Admitted> after = admitted(restored, now);
        List<String> changes = new ArrayList<>();
        after.forEach((id, each) -> {
            Admitted known = before.get(id);
            if (known == null) {
                changes.add("comes back: " + each.who());
            } else if (known.generation() != each.generation()) {
                changes.add("gets back the rights and the password of then: " + each.who());
            }
        });
        before.forEach((id, each) -> {
            if (!after.containsKey(id)) {
                changes.add("is let in no more: " + each.who());
            }
        });
        return changes;
    }

    /**
     * The keys of a restored project: those of the backup, and those of the environments that stay.
     *
     * @param now from when on whoever was changed or removed since signs in anew
     */
    static SortedMap<String, byte[]> over(ProjectState backup, ProjectState stored, Set<String> staying, Instant now) {
        SortedMap<String, byte[]> keys = new TreeMap<>(backup.keys());
        if (backup.key().equals(Accounts.PROJECT)) {
            keys.replaceAll((id, bytes) -> signedOut(id, bytes, stored.keys().get(id), now));
            return keys;
        }
        stored.keys().forEach((id, bytes) -> {
            KeyDocument key = KeyDocument.read(bytes);
            if (staying.contains(key.environment()) || endsEarlier(key, id, keys.get(id))) {
                keys.put(id, bytes);
            }
        });
        return keys;
    }

    private static boolean endsEarlier(KeyDocument stored, String id, byte @Nullable [] saved) {
        Instant end = stored.endsAt();
        return end != null
                && saved != null
                && isReadable(id, saved)
                && KeyDocument.read(saved).isGood(end);
    }

    /** A saved account; a person who is another in the store, or none, gets a generation above that of all sessions they have had. */
    private static byte[] signedOut(String id, byte[] saved, byte @Nullable [] stored, Instant now) {
        User user = isReadable(id, saved) ? user(id, saved) : null;
        if (user == null || (stored != null && User.read(stored).generation() == user.generation())) {
            return saved;
        }
        byte[] anew = user.withPassword(user.password(), now).write();
        return Unknown.carried("user " + user.name(), saved, user.write(), Set.of(), anew);
    }

    private static @Nullable User user(String id, byte[] bytes) {
        return Accounts.users(Map.of(id, bytes)).stream().findFirst().orElse(null);
    }

    private static @Nullable ApiToken token(String id, byte[] bytes) {
        return Accounts.tokens(Map.of(id, bytes)).stream().findFirst().orElse(null);
    }

    private static SortedMap<String, Admitted> admitted(ProjectState project, Instant now) {
        SortedMap<String, Admitted> admitted = new TreeMap<>();
        project.keys().forEach((id, bytes) -> {
            Admitted each = isReadable(id, bytes) ? admitted(id, bytes, now) : null;
            if (each != null) {
                admitted.put(id, each);
            }
        });
        return admitted;
    }

    private static @Nullable Admitted admitted(String id, byte[] bytes, Instant now) {
        User user = user(id, bytes);
        if (user != null) {
            return user.active() ? new Admitted("user " + user.name(), user.generation()) : null;
        }
        ApiToken token = token(id, bytes);
        if (token != null) {
            String who = "token " + token.id() + " (" + Json.quote(token.name()) + ")";
            return token.isGood(now) ? new Admitted(who, 0) : null;
        }
        KeyDocument key = KeyDocument.read(bytes);
        String about = key.kind().word() + ", " + key.environment() + ", " + Json.quote(key.name());
        return key.isGood(now) ? new Admitted("key " + key.id() + " (" + about + ")", 0) : null;
    }

    private static boolean isReadable(String id, byte[] bytes) {
        return DOCUMENTS.fault(Kind.KEY, id, bytes).isEmpty();
    }
}
