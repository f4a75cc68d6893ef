package dev.sluice.engine;

/** The type of a flag: every value that it can give has this type. */
public enum ValueType {
    BOOLEAN("boolean"),
    STRING("string"),
    /** Whole numbers of at most 2^53-1 either side of zero, so that every language and JSON can hold them. */
    INTEGER("integer"),
    DOUBLE("double"),
    /** Any JSON value, also {@code null}. */
    JSON("json");

    /** The largest magnitude of an integer value: 2^53-1. */
    public static final long LARGEST_INTEGER = (1L << 53) - 1;

    private final String text;

    ValueType(String text) {
        this.text = text;
    }

    /** Reads the name in definitions, as {@code boolean}; throws {@link IllegalArgumentException} for anything else. */
    public static ValueType parse(String text) {
        for (ValueType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "type: \"" + text + "\" is not allowed; expected boolean, string, integer, double or json");
    }

    /** The name in definitions, as {@code boolean}. */
    @Override
    public String toString() {
        return text;
    }
}
