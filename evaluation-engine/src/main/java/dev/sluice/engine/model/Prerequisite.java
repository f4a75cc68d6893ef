package dev.sluice.engine.model;

import java.util.List;

/** Another flag that must be enabled and serve one of the listed variations. */
public record Prerequisite(String flag, List<String> variations) {

    public Prerequisite {
        Checks.key("prerequisite: flag", flag);
        variations = Checks.notEmpty("prerequisite: variations", variations);
    }
}
