package dev.sluice.server.command;

import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Variation;
import dev.sluice.server.access.AccessConfig;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.command.FlagDefinition.About;
import dev.sluice.server.command.FlagPlans.NewFlag;
import dev.sluice.server.store.OutcomeUnknownException;
import dev.sluice.server.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server makes by itself when it starts: in an empty store the project {@code demo} (with the demo flags if asked
 * for), and keys that the environment names. May run on several nodes at once, at every start, and again when it has failed: what is
 * there already is left as it is. One of these belongs to one start of one node.
 */
public final class Bootstrap {
    /** The project that the first start makes. */
    public static final String PROJECT = "demo";

    private static final String PRODUCTION = "production";
    /** What the audit log calls a server that does something by itself. */
    static final String ACTOR = "sluice";

    private static final String SDK_KEY = "SLUICE_SDK_KEY";
    private static final String CLIENT_KEY = "SLUICE_CLIENT_KEY";

    /** What the keys of a node's settings are called. */
    static final Set<String> KEYS = Set.of(SDK_KEY, CLIENT_KEY);

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

    private final Workspace workspace;
    private final AccessConfig access;
    /** Whether this start filled the store, as far as anybody knows; not to be forgotten when what comes after that fails. */
    private volatile boolean filled;

    /** To be run on this workspace once it is loaded. */
    public Bootstrap(Workspace workspace, AccessConfig access) {
        this.workspace = workspace;
        this.access = access;
    }

    /**
     * Makes what is missing.
     *
     * @param demo whether an empty store gets the demo flags
     * @param sdkKey an SDK key of {@code demo}/{@code production} that must be known, or null
     * @param clientKey a client key likewise
     * @return whether the store was empty and this start filled it: now, in a run that failed after that, or perhaps in one that does not
     *     know how its write ended
     */
    public Future<Boolean> run(boolean demo, @Nullable String sdkKey, @Nullable String clientKey) {
        require(SDK_KEY, KeyKind.SDK, sdkKey);
        require(CLIENT_KEY, KeyKind.CLIENT, clientKey);
        return project(demo)
                .compose(there -> key(SDK_KEY, KeyKind.SDK, sdkKey))
                .compose(known -> key(CLIENT_KEY, KeyKind.CLIENT, clientKey))
                .map(known -> filled);
    }

    private static void require(String variable, KeyKind kind, @Nullable String key) {
        if (key != null) {
            AccessConfig.requireUsableKey(variable, kind, key);
        }
    }

    private Future<Void> project(boolean demo) {
        if (!workspace.projects().isEmpty() || !workspace.quarantine().isEmpty()) {
            return Future.succeededFuture();
        }
        Intent intent = new Intent(
                ACTOR, "project.create", "first start", access.clock().instant());
        return new Commands(workspace)
                .<Boolean>run(
                        PROJECT,
                        state -> state == null
                                ? new Plan<>(
                                        new ProjectPlans(PROJECT, intent)
                                                .create("Demo", draft -> fill(draft, demo))
                                                .write(),
                                        true)
                                : new Plan<>(Optional.empty(), false))
                .compose(
                        done -> {
                            filled = filled || done.result();
                            return Future.succeededFuture();
                        },
                        failure -> {
                            filled = filled || failure instanceof OutcomeUnknownException;
                            return Future.failedFuture(failure);
                        });
    }

    private Future<Boolean> key(String variable, KeyKind kind, @Nullable String key) {
        if (key == null || workspace.project(PROJECT) == null) {
            return Future.succeededFuture(false);
        }
        Intent intent = new Intent(ACTOR, "key.create", variable, access.clock().instant());
        String digest = access.keyDigest(key);
        return new Commands(workspace)
                .run(
                        PROJECT,
                        state -> new KeyPlans(PROJECT, intent)
                                .ensure(state, digest, new KeyWish(kind, PRODUCTION, variable)))
                .map(done -> {
                    if (!done.result().isGood(intent.at())) {
                        log.warn(
                                "{} names a key that was revoked or whose environment is archived: it opens nothing. Expected another key, or none",
                                variable);
                    }
                    return done.written().changed();
                });
    }

    private static void fill(Draft draft, boolean demo) {
        if (!demo) {
            return;
        }
        Iterable<String> environments = ProjectPlans.ENVIRONMENTS.keySet();
        FlagPlans.add(
                draft,
                environments,
                flag(
                        "new-checkout",
                        ValueType.BOOLEAN,
                        "The checkout with one page instead of three",
                        List.of(new Variation("on", true), new Variation("off", false)),
                        "off",
                        "on"));
        FlagPlans.add(
                draft,
                environments,
                flag(
                        "banner-text",
                        ValueType.STRING,
                        "The words above the shop",
                        List.of(new Variation("plain", "Welcome"), new Variation("festive", "Happy holidays")),
                        "plain",
                        "festive"));
        FlagPlans.add(
                draft,
                environments,
                flag(
                        "free-shipping-from",
                        ValueType.DOUBLE,
                        "The sum from which shipping is free",
                        List.of(new Variation("usual", 50.0), new Variation("generous", 25.0)),
                        "usual",
                        "generous"));
        SegmentDocument staff = new SegmentDocument(
                "staff",
                "People who work here",
                List.of(),
                List.of(),
                List.of(new SegmentRule("mail", List.of(Clause.of("email", Operator.ENDS_WITH, "@shop.example")))));
        for (String environment : environments) {
            draft.putSegment(environment, staff, null);
        }
    }

    private static NewFlag flag(
            String key,
            ValueType type,
            String description,
            List<Variation> variations,
            String off,
            String fallthrough) {
        About about = new About(description, "", List.of("demo"), "", false, null);
        return new NewFlag(
                new FlagDefinition(key, type, variations, about, false, false),
                Targeting.initial(off, new Serving.Fixed(fallthrough)));
    }
}
