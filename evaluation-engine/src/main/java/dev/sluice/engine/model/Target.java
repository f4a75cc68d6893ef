package dev.sluice.engine.model;

import java.util.List;

/**
 * Individuals who get one variation.
 *
 * @param attribute the attribute that holds their key, mostly {@code targetingKey}
 * @param keys exact texts
 */
public record Target(String variation, String attribute, List<String> keys) {
    /** The attribute that stands for the targeting key of a context. */
    public static final String TARGETING_KEY = "targetingKey";

    public Target {
        Checks.key("target: variation", variation);
        Checks.notEmpty("target: attribute", attribute);
        keys = List.copyOf(keys);
    }
}
