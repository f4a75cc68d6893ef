package dev.sluice.engine.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a clause asks of an attribute. */
public enum Operator {
    IN("in"),
    STARTS_WITH("startsWith"),
    ENDS_WITH("endsWith"),
    CONTAINS("contains"),
    MATCHES("matches"),
    LT("lt"),
    LTE("lte"),
    GT("gt"),
    GTE("gte"),
    BEFORE("before"),
    AFTER("after"),
    SEMVER_EQ("semverEq"),
    SEMVER_LT("semverLt"),
    SEMVER_LTE("semverLte"),
    SEMVER_GT("semverGt"),
    SEMVER_GTE("semverGte"),
    IN_CIDR("inCidr"),
    IN_SEGMENT("inSegment"),
    WITHIN_KM("withinKm"),
    EXISTS("exists");

    private static final Map<String, Operator> BY_TEXT = new HashMap<>();

    static {
        for (Operator operator : values()) {
            BY_TEXT.put(operator.text, operator);
        }
    }

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** The operator of that name, or null when this engine knows none. */
    public static @Nullable Operator named(String text) {
        return BY_TEXT.get(text);
    }

    /** The name in definitions, as {@code startsWith}. */
    @Override
    public String toString() {
        return text;
    }
}
