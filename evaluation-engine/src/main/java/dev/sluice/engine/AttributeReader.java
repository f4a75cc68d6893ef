package dev.sluice.engine;

import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one attribute of a context by the name that a definition gives it: {@code targetingKey}, a literal name, a JSON Pointer
 * into nested objects (a name that begins with {@code /}), or one of {@code geo.*}, which is found from the address when the
 * context does not give it itself.
 */
final class AttributeReader {
    private enum Kind {
        TARGETING_KEY,
        NAME,
        POINTER,
        GEO
    }

    private enum GeoField {
        COUNTRY,
        REGION,
        CITY,
        CONTINENT,
        EU,
        LATITUDE,
        LONGITUDE;

        private static final String PREFIX = "geo.";

        static @Nullable GeoField named(String attribute) {
            for (GeoField field : values()) {
                if (attribute.equals(PREFIX + field.name().toLowerCase(Locale.ROOT))) {
                    return field;
                }
            }
            return null;
        }

        @Nullable
        Object of(GeoLocation location) {
            return switch (this) {
                case COUNTRY -> location.country();
                case REGION -> location.region();
                case CITY -> location.city();
                case CONTINENT -> location.continent();
                case EU -> location.eu();
                case LATITUDE -> location.latitude();
                case LONGITUDE -> location.longitude();
            };
        }
    }

    private final Kind kind;
    private final String name;
    private final int spread;
    private final String[] path;
    private final @Nullable GeoField geo;

    private AttributeReader(Kind kind, String name, String[] path, @Nullable GeoField geo) {
        this.kind = kind;
        this.name = name.intern(); // as are the names that an application writes down: the same object is the same name
        this.spread = Attributes.spread(name);
        this.path = path;
        this.geo = geo;
    }

    /** Throws {@link InvalidDefinitionException} for a name that begins like a JSON Pointer and is none. */
    static AttributeReader of(String attribute) {
        if (attribute.equals(Target.TARGETING_KEY)) {
            return new AttributeReader(Kind.TARGETING_KEY, attribute, new String[0], null);
        }
        if (attribute.startsWith("/")) {
            String[] tokens = attribute.substring(1).split("/", -1);
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = unescaped(tokens[i]);
            }
            String[] path = Arrays.copyOfRange(tokens, 1, tokens.length);
            return new AttributeReader(Kind.POINTER, tokens[0], path, null);
        }
        GeoField geo = GeoField.named(attribute);
        return new AttributeReader(geo == null ? Kind.NAME : Kind.GEO, attribute, new String[0], geo);
    }

    /** RFC 6901: ~1 is a slash, ~0 a tilde. */
    private static String unescaped(String token) {
        for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
            if (at + 1 == token.length() || "01".indexOf(token.charAt(at + 1)) < 0) {
                throw new InvalidDefinitionException("attribute: a JSON Pointer knows only ~0 and ~1 after a tilde");
            }
        }
        return token.replace("~1", "/").replace("~0", "~");
    }

    /** Whether a name, which may be no attribute's at all, is one of {@code geo.*}. */
    static boolean isGeo(String attribute) {
        return GeoField.named(attribute) != null;
    }

    /** Whether nothing but the context is asked, so that it does not matter when. */
    boolean readsContextOnly() {
        return kind != Kind.GEO;
    }

    boolean readsTargetingKey() {
        return kind == Kind.TARGETING_KEY;
    }

    boolean needsGeo() {
        return kind == Kind.GEO;
    }

    @Nullable
    Object read(Context context, Evaluator evaluator) {
        if (kind == Kind.TARGETING_KEY) {
            return context.targetingKey();
        }
        if (kind == Kind.NAME) {
            return context.attribute(name, spread);
        }
        return kind == Kind.POINTER ? followed(context.attribute(name)) : geography(context, evaluator);
    }

    private @Nullable Object followed(@Nullable Object root) {
        Object value = root;
        for (String token : path) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(token);
            } else if (value instanceof List<?> list) {
                int index = index(token);
                value = index >= 0 && index < list.size() ? list.get(index) : null;
            } else {
                return null;
            }
        }
        return value;
    }

    private static int index(String token) {
        if (token.isEmpty() || token.length() > 6 || (token.length() > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + c - '0';
        }
        return index;
    }

    private @Nullable Object geography(Context context, Evaluator evaluator) {
        Object given = context.attribute(name, spread);
        if (given != null || geo == null || !(context.attribute(Context.IP) instanceof String ip)) {
            return given;
        }
        GeoLocation location = evaluator.geo().locate(ip);
        return location == null ? null : geo.of(location);
    }

    /** Equal to a reader of the same attribute. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AttributeReader that
                && kind == that.kind
                && name.equals(that.name)
                && Arrays.equals(path, that.path);
    }

    @Override
    public int hashCode() {
        return name.hashCode() + 31 * Arrays.hashCode(path);
    }
}
