package dev.sluice.server.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.Explanation;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.server.command.Values;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What flags decide for contexts that somebody asks about: the same compiled snapshot and evaluator that SDKs have. */
public final class Evaluations {
    private static final int MOST_CONTEXTS = 1_000;
    private static final int MOST_FLAGS = 10_000;
    private static final int MOST_DECISIONS = 20_000;
    private static final int MOST_EXPLANATIONS = 100;
    private static final int MOST_PRIVATE_NAMES = 1_000;
    private static final int LONGEST_TEXT = 10_000;

    private final Evaluator evaluator;
    private final Overrides overrides;

    /** Decides with this evaluator, but for what is overridden. */
    public Evaluations(Evaluator evaluator, Overrides overrides) {
        this.evaluator = evaluator;
        this.overrides = overrides;
    }

    /**
     * What somebody asks.
     *
     * @param contexts for whom
     * @param flags which flags; empty = all
     * @param explain whether each decision is to be explained
     */
    public record Request(List<Context> contexts, List<String> flags, boolean explain) {
        /** Copies the lists. */
        public Request {
            contexts = List.copyOf(contexts);
            flags = List.copyOf(flags);
        }

        /** Reads a body; throws unless it is right. */
        public static Request read(JsonNode body) {
            Violations out = new Violations();
            Fields fields = Fields.ofBody(body, out);
            List<JsonNode> elements = fields.list("contexts", MOST_CONTEXTS);
            if (elements.isEmpty() && out.isEmpty()) {
                out.missing("/contexts", "1 to " + MOST_CONTEXTS + " contexts");
            }
            List<Context> contexts = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                Fields context = Fields.of(elements.get(i), "/contexts/" + i, out);
                if (context != null) {
                    contexts.add(context(context, out));
                }
            }
            List<String> flags = fields.texts("flags", MOST_FLAGS, LONGEST_TEXT);
            boolean explain = fields.bool("explain", false);
            fields.refuseOthers();
            out.throwIfAny();
            return new Request(contexts, flags, explain);
        }

        /** Reads a context; what is wrong is noted. */
        static Context context(Fields fields, Violations out) {
            Context.Builder builder = Context.builder().targetingKey(fields.text("targetingKey", LONGEST_TEXT));
            String ip = fields.text("ip", 100);
            if (ip != null) {
                builder.ip(ip);
            }
            for (Map.Entry<String, JsonNode> attribute :
                    fields.object("attributes").entrySet()) {
                if (Values.isTree(attribute.getValue())) {
                    builder.setAny(attribute.getKey(), Values.of(attribute.getValue()));
                } else {
                    out.refuse(
                            Fields.child(fields.pointer("attributes"), attribute.getKey()),
                            Json.quote(attribute.getValue()),
                            "numbers that a double can hold");
                }
            }
            builder.markPrivate(
                    fields.texts("private", MOST_PRIVATE_NAMES, LONGEST_TEXT).toArray(String[]::new));
            fields.refuseOthers();
            return builder.build();
        }
    }

    /** What decides on this node for an environment in this state. */
    public Snapshot snapshot(Replica replica) {
        return overrides.in(replica);
    }

    /** What this node forces, whatever is stored: in words that differ if it does. */
    public String forced() {
        return new TreeMap<>(overrides.variations()).toString();
    }

    /** One decision. */
    public Decision decide(Snapshot snapshot, String flag, Context context) {
        return evaluator.decide(snapshot, flag, context);
    }

    /** All decisions, of one revision. */
    public ObjectNode decide(Replica replica, Request request) {
        Snapshot snapshot = overrides.in(replica);
        Collection<String> flags = request.flags().isEmpty() ? new TreeSet<>(snapshot.flagKeys()) : request.flags();
        long decisions = (long) flags.size() * request.contexts().size();
        if (decisions > MOST_DECISIONS) {
            throw InvalidException.of(
                    "/contexts",
                    decisions + " decisions",
                    "at most " + MOST_DECISIONS + ": fewer contexts, or fewer flags");
        }
        if (request.explain() && decisions > MOST_EXPLANATIONS) {
            throw InvalidException.of(
                    "/explain",
                    decisions + " explanations",
                    "at most " + MOST_EXPLANATIONS + ": fewer contexts, or fewer flags");
        }
        ObjectNode json = Json.object().put("revision", snapshot.id().revision());
        ArrayNode results = json.putArray("results");
        for (Context context : request.contexts()) {
            ObjectNode result = results.addObject().put("targetingKey", context.targetingKey());
            ObjectNode byFlag = result.putObject("decisions");
            for (String flag : flags) {
                byFlag.set(
                        flag,
                        request.explain()
                                ? explained(snapshot, flag, context)
                                : json(evaluator.decide(snapshot, flag, context)));
            }
        }
        return json;
    }

    /** Who is in: rows are decided one by one for this flag, all of one revision. */
    public Audience audience(Replica replica, String flag) {
        return new Audience(evaluator, overrides.in(replica), flag);
    }

    private ObjectNode explained(Snapshot snapshot, String flag, Context context) {
        Explanation explanation = evaluator.explain(snapshot, flag, context);
        ObjectNode json = json(explanation.decision());
        json.set("explanation", Explanations.json(explanation));
        return json;
    }

    static ObjectNode json(Decision decision) {
        ObjectNode json = Json.object();
        if (decision.hasValue()) {
            json.set("value", Values.json(decision.value()));
            json.put("variation", decision.variation());
        }
        json.put("reason", decision.reason().toString());
        json.put("place", decision.place());
        json.put("flagVersion", decision.flagVersion());
        if (decision.errorCode() != null) {
            json.put("errorCode", decision.errorCode().toString());
        }
        return json.put("bucketKeyMissing", decision.bucketKeyMissing());
    }
}
