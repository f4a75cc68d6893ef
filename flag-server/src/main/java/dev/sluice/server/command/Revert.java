package dev.sluice.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Violations;
import org.jspecify.annotations.Nullable;

/**
 * The wish to have versions of a flag back as they were.
 *
 * @param definition the version of its definition, or 0 to leave that
 * @param environment the environment in which it is to be targeted as it was, or null for none
 * @param targeting the version of the targeting there, or 0
 */
public record Revert(long definition, @Nullable String environment, long targeting) {

    /** Reads a body; throws unless its form is right. */
    public static Revert read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        long definition = fields.whole("definition", 1, Long.MAX_VALUE, 0);
        String environment = fields.key("environment");
        long targeting = fields.whole("version", 1, Long.MAX_VALUE, 0);
        fields.refuseOthers();
        boolean ofTargeting = fields.raw("version") != null;
        boolean ofEnvironment = fields.raw("environment") != null;
        if (ofTargeting && !ofEnvironment) {
            out.missing("/environment", "the environment whose version " + targeting + " is meant");
        } else if (ofEnvironment && !ofTargeting) {
            out.missing("/version", "the version of the targeting there");
        } else if (!ofTargeting && fields.raw("definition") == null) {
            out.missing("/definition", "a version of the definition, or an environment and a version of its targeting");
        }
        out.throwIfAny();
        return new Revert(definition, environment, targeting);
    }

    /**
     * What is to be put back.
     *
     * @param wish what was asked for
     * @param definition the definition as it was, or null
     * @param targeting the targeting as it was, or null
     */
    record Kept(
            Revert wish,
            @Nullable FlagDefinition definition,
            @Nullable Targeting targeting) {}
}
