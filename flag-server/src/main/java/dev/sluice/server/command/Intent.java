package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.User;
import dev.sluice.server.json.Json;
import dev.sluice.server.store.AuditEntry;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who changes something, what they do, why, when, from where, and what they may. Immutable. */
public final class Intent {
    private final Actor by;
    private final String action;
    private final String comment;
    private final Instant at;
    private final String address;

    private Intent(Actor by, String action, String comment, Instant at, String address) {
        this.by = by;
        this.action = Objects.requireNonNull(action, "action");
        this.comment = Objects.requireNonNull(comment, "comment");
        this.at = Objects.requireNonNull(at, "at");
        this.address = Objects.requireNonNull(address, "address");
    }

    /**
     * The intent of who sent a request.
     *
     * @param caller a person or the holder of a token
     * @param action what, as a stable word such as {@code flag.off}
     * @param comment why, in the caller's words; may be empty
     * @param at when it was asked for
     * @param address the network address it came from
     */
    public static Intent of(Caller caller, String action, String comment, Instant at, String address) {
        return new Intent(Actor.of(caller), action, comment, at, address);
    }

    /** The intent of a person who has proved who they are by the request itself, and may do nothing else with it. */
    public static Intent of(User person, String action, String comment, Instant at, String address) {
        return new Intent(new Actor(Actor.Kind.PERSON, person.name(), Grants.NONE, null), action, comment, at, address);
    }

    /** The intent of the server itself, or of who holds its machine: they may do everything. */
    public Intent(String actor, String action, String comment, Instant at) {
        this(new Actor(Actor.Kind.SERVER, actor, Grants.EVERYTHING, null), action, comment, at, "");
    }

    /** Who, by name; never a secret. */
    public String actor() {
        return by.name();
    }

    /** What, as a stable word. */
    public String action() {
        return action;
    }

    /** Why, in the actor's words; may be empty. */
    public String comment() {
        return comment;
    }

    /** When it was asked for. */
    public Instant at() {
        return at;
    }

    /** What the actor may do, and where. */
    public Grants grants() {
        return by.grants();
    }

    /** From when on what the actor proved themselves with is worth nothing, or null if that is not set beforehand. */
    @Nullable
    Instant until() {
        return by.until();
    }

    /** Whether it is the holder of the admin token: who comes with it has the key of the house. */
    boolean isOfAdminToken() {
        return by.kind() == Actor.Kind.ADMIN_TOKEN;
    }

    /** The same for a trial, which writes nothing and so needs no rights. */
    public Intent onTrial() {
        return new Intent(new Actor(by.kind(), by.name(), Grants.EVERYTHING, by.until()), action, comment, at, address);
    }

    /** The same as another act. */
    Intent as(String otherAction) {
        return new Intent(by, otherAction, comment, at, address);
    }

    /**
     * Ends here if what the actor proved themselves with expires.
     *
     * @param what what would go on afterwards, in the plural
     * @throws ForbiddenException saying so
     */
    public void requireLasting(String what) {
        if (by.until() != null) {
            throw new ForbiddenException(what + " are not made with an API token, which expires at " + by.until()
                    + " and would go on through them; expected a session or the admin token");
        }
    }

    /** What the audit log is told: the details, and who in which way from where. */
    AuditEntry entry(ObjectNode details) {
        details.put(Actor.KIND, by.kind().word());
        if (!address.isEmpty()) {
            details.put("address", address);
        }
        return new AuditEntry(by.name(), action, comment, Json.write(details));
    }
}
