package dev.sluice.server.command;

import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import dev.sluice.server.access.Grants;
import dev.sluice.server.access.Role;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which role a write needs in an environment, whatever route it came by: an editor prepares, a releaser changes what is in force. What
 * is in force is every enabled flag and whether clients see it, what a disabled one gives to everyone, and every segment that
 * something uses.
 */
final class Reach {
    private Reach() {}

    /**
     * A flag in one environment, before or after a write.
     *
     * @param definition what it is
     * @param targeting who gets what
     */
    record Form(FlagDefinition definition, Targeting targeting) {
        boolean live() {
            return targeting.enabled() && !definition.archived();
        }

        /** What it gives to everyone while it is disabled; null if that is what the code falls back on. */
        private @Nullable Object given() {
            if (definition.archived()) {
                return null;
            }
            return definition.variations().stream()
                    .filter(variation -> variation.name().equals(targeting.offVariation()))
                    .findFirst()
                    .map(Variation::value)
                    .orElse(null);
        }

        /** What SDKs serve that are out of touch; of a flag that is not on the wire nothing. */
        private @Nullable WhenUnknown outOfTouch() {
            return definition.archived() ? null : targeting.whenUnknown();
        }
    }

    /**
     * Whether a flag that goes from one form to the other gives anybody something else; empty = it is not there. One that is made
     * disabled gives nobody anything that they had before.
     */
    static boolean changesAnswers(Optional<Form> before, Optional<Form> after) {
        if (before.filter(Form::live).isPresent() || after.filter(Form::live).isPresent()) {
            return true;
        }
        return before.isPresent()
                && (!Objects.equals(before.get().given(), after.map(Form::given).orElse(null))
                        || !Objects.equals(
                                before.get().outOfTouch(),
                                after.map(Form::outOfTouch).orElse(null)));
    }

    /** Whether a flag of this form that becomes what is given is shown to clients, or hidden from them, while it is in force. */
    static boolean changesSight(Optional<Form> before, FlagDefinition after) {
        return before.filter(Form::live)
                .filter(form -> form.definition().clientVisible() != after.clientVisible())
                .isPresent();
    }

    /**
     * Ends here unless the write may be made.
     *
     * @param inForce whether it changes what is in force; only asked where that matters
     * @throws ForbiddenException naming the place and the role
     */
    static void require(Grants grants, String project, String environment, BooleanSupplier inForce) {
        if (grants.allow(Role.RELEASER, project, environment)) {
            return;
        }
        Role needed = inForce.getAsBoolean() ? Role.RELEASER : Role.EDITOR;
        if (!grants.allow(needed, project, environment)) {
            throw ForbiddenException.role(needed, project + "/" + environment, grants.roleIn(project, environment));
        }
    }
}
