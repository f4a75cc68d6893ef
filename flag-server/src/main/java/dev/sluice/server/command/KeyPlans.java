package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.KeyDocument;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.ProjectState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans for keys. Sees digests, never keys. Pure: the same state gives the same plan. */
final class KeyPlans {
    private final String project;
    private final Intent intent;

    KeyPlans(String project, Intent intent) {
        this.project = project;
        this.intent = intent;
    }

    /** Makes a key known by its digest. */
    Plan<KeyDocument> create(@Nullable ProjectState state, String digest, KeyWish wish) {
        ProjectView view = ProjectView.of(state, project);
        if (!view.environments().contains(wish.environment())) {
            throw InvalidException.of(
                    "/environment", Json.quote(wish.environment()), "one of " + String.join(", ", view.environments()));
        }
        view.document().requireInUse(wish.environment());
        return put(state, document(digest, wish));
    }

    /**
     * Makes sure that a key of a node's settings is known. One that was revoked stays so, and none is made where nothing is in use any more:
     * then the plan is empty, and its key is not good.
     */
    Plan<KeyDocument> ensure(@Nullable ProjectState state, String digest, KeyWish wish) {
        ProjectView view = ProjectView.of(state, project);
        view.environment(wish.environment());
        byte[] stored = view.state().keys().get(digest);
        if (stored != null) {
            return new Plan<>(Optional.empty(), KeyDocument.read(stored));
        }
        KeyDocument key = document(digest, wish);
        return view.document().isInUse(wish.environment())
                ? put(state, key)
                : new Plan<>(Optional.empty(), key.ending(intent.at()));
    }

    /** Makes a key known that takes the place of another, which ends after a while. */
    Plan<KeyDocument> rotate(@Nullable ProjectState state, String id, String digest, Duration overlap) {
        KeyDocument old = key(state, id);
        if (old.endsAt() != null) {
            throw new ConflictException("key " + id + " ends at " + old.endsAt()
                    + " already; expected the key that took its place, or a new one");
        }
        KeyDocument key = document(digest, new KeyWish(old.kind(), old.environment(), old.name()));
        KeyDocument ending = old.ending(intent.at().plus(overlap));
        Draft draft = new Draft(project, state, intent);
        draft.putKey(old.digest(), Optional.of(over(state, old, ending)));
        draft.putKey(digest, Optional.of(key.write()));
        ObjectNode details = details(key).put("replaces", id);
        return new Plan<>(draft.write(details.put("endsAt", String.valueOf(ending.endsAt()))), key);
    }

    /** Revokes a key for good. One of a node's settings is remembered as revoked, or the next start would bring it back. */
    Plan<KeyDocument> revoke(@Nullable ProjectState state, String id) {
        KeyDocument key = key(state, id);
        boolean comesBack = key.createdBy().equals(Bootstrap.ACTOR) && Bootstrap.KEYS.contains(key.name());
        if (comesBack && !key.isGood(intent.at())) {
            throw new ConflictException("key " + id + " ended at " + key.endsAt() + " already; it is only kept so that "
                    + key.name() + " of a node does not bring it back");
        }
        Draft draft = new Draft(project, state, intent);
        draft.putKey(
                key.digest(), comesBack ? Optional.of(over(state, key, key.ending(intent.at()))) : Optional.empty());
        return new Plan<>(draft.write(details(key)), key);
    }

    /** The bytes of a key that ends, in the place of those that are stored; what a newer version has put there stays. */
    private byte[] over(@Nullable ProjectState state, KeyDocument key, KeyDocument ending) {
        byte[] stored = ProjectView.of(state, project).state().keys().get(key.digest());
        return Unknown.carried("key " + key.id(), stored, key.write(), Set.of(), ending.write());
    }

    private KeyDocument key(@Nullable ProjectState state, String id) {
        ProjectView view = ProjectView.of(state, project);
        return view.keys().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> NotFoundException.of(
                        "key", id, view.keys().stream().map(KeyDocument::id).toList()));
    }

    private KeyDocument document(String digest, KeyWish wish) {
        return new KeyDocument(digest, wish.kind(), wish.environment(), wish.name(), intent.at(), intent.actor(), null);
    }

    private Plan<KeyDocument> put(@Nullable ProjectState state, KeyDocument key) {
        Draft draft = new Draft(project, state, intent);
        draft.putKey(key.digest(), Optional.of(key.write()));
        return new Plan<>(draft.write(details(key)), key);
    }

    private static ObjectNode details(KeyDocument key) {
        return Json.object()
                .put("key", key.id())
                .put("kind", key.kind().word())
                .put("environment", key.environment())
                .put("name", key.name());
    }
}
