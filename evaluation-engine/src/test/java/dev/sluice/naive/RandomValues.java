package dev.sluice.naive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.SplittableRandom;

/** Values of attributes and of clauses, few of each kind. */
final class RandomValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "",
        "x",
        "X",
        "xy",
        "gold",
        "Gold",
        "GOLDEN",
        "old",
        "ü",
        "Ü",
        "straße",
        "STRASSE",
        "K",
        "k",
        "8",
        "\u0130",
        "i",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        "a\u0000b",
        "true"
    };
    private static final String[] KEYS = {"u1", "u2", "u3", "u4", "", "\ud800", "U1"};
    private static final String[] TIMES = {
        "2026-01-01T00:00:00Z", "2026-01-01t00:00:00z", "2026-01-01T01:00:00+01:00", "2025-12-31T00:01:00-23:59",
        "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.500000001Z", "2024-02-29T12:00:00Z", "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-00:00"
    };
    private static final String[] NO_TIMES = {
        "2016-12-31T23:59:60Z",
        "2026-01-01",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00.1234567890Z",
        "+2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+01:00:00",
        "2026-01-01T00:00:00+0100",
        "٢026-01-01T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T00:00:00Zz"
    };
    private static final String[] VERSIONS = {
        "1.2.3",
        "1.2.3+build.7",
        "1.2.3-alpha",
        "1.2.3-alpha.1",
        "1.2.3-alpha.beta",
        "1.2.3-2",
        "1.2.3-10",
        "1.10.0",
        "2.0.0",
        "0.0.0",
        "99999999999999999999.0.0",
        "100000000000000000000.0.0",
        "1.2.3-0",
        "1.2.3--",
        "1.2.3+001"
    };
    private static final String[] NO_VERSIONS = {
        "v1.2.3",
        "1.2",
        "01.2.3",
        "1.2.3-01",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-a..b",
        "1.2.3.4",
        " 1.2.3",
        "1.2.-3",
        "1.2.3-ü",
        "٣.2.3"
    };
    private static final String[] ADDRESSES = {
        "10.0.0.1",
        "10.255.0.9",
        "192.0.2.7",
        "::ffff:10.0.0.1",
        "::FFFF:a00:1",
        "2001:db8::1",
        "2001:DB8:0:0:0:0:0:1",
        "::1",
        "::",
        "0.0.0.0",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "64:ff9b::10.0.0.1"
    };
    private static final String[] NO_ADDRESSES = {
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.1.",
        "1::2::3",
        ":::",
        "12345::",
        "fe80::1%eth0",
        "localhost",
        "1:2:3:4:5:6:7:8::",
        "::ffff:10.0.0",
        "1.2.3.4::",
        "10.0.0.1/8",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        ":1::2",
        "1::2:"
    };
    private static final String[] NETWORKS = {
        "10.0.0.0/8",
        "10.0.0.1",
        "0.0.0.0/0",
        "192.0.2.7/31",
        "2001:db8::/32",
        "::/0",
        "::ffff:0:0/96",
        "::ffff:10.0.0.0/104",
        "::1/128",
        "10.9.9.9/8"
    };
    private static final String[] EXPRESSIONS = {
        "^x", "o.d$", "(?i)gold", "ü", "^.$", "", "[^a-z]", "a\\x00b", "^(g|G)old", "\\d{1}", "^(.*o){1,2}l", "\\pL+"
    };
    private static final String[] NAMES = {
        "text",
        "number",
        "time",
        "version",
        "address",
        "truth",
        "list",
        "object",
        "ip",
        "geo.country",
        "geo.latitude",
        "/object/deep",
        "/object/list/1",
        "/list",
        "/list/0/deep",
        "/",
        "/a~1b",
        "a/b",
        "/targetingKey",
        "targetingKey",
        "never"
    };

    private final SplittableRandom random;

    RandomValues(SplittableRandom random) {
        this.random = random;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    String anyName() {
        return any(NAMES);
    }

    private interface Draw {
        JsonNode next();
    }

    private ArrayNode some(int most, Draw draw) {
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            list.add(draw.next());
        }
        return list;
    }

    ArrayNode keys(int most) {
        return some(most, () -> NODES.textNode(any(KEYS)));
    }

    ArrayNode texts(int most) {
        return some(most, () -> NODES.textNode(any(oneIn(4) ? KEYS : TEXTS)));
    }

    ArrayNode numbers(boolean wild) {
        return some(2, () -> number(wild));
    }

    ArrayNode times(boolean wild) {
        return some(2, () -> time(wild));
    }

    ArrayNode versions() {
        return some(2, () -> NODES.textNode(any(VERSIONS)));
    }

    ArrayNode networks() {
        return some(2, () -> NODES.textNode(any(NETWORKS)));
    }

    ArrayNode expressions() {
        return some(2, () -> NODES.textNode(any(EXPRESSIONS)));
    }

    ArrayNode mixed() {
        return some(4, () -> switch (random.nextInt(3)) {
            case 0 -> NODES.booleanNode(oneIn(2));
            case 1 -> number(false);
            default -> NODES.textNode(any(TEXTS));
        });
    }

    ArrayNode places() {
        return some(
                2,
                () -> oneIn(5)
                        ? NODES.booleanNode(oneIn(2))
                        : NODES.textNode(any(new String[] {"DE", "US", "EU", "x"})));
    }

    ArrayNode circles() {
        return some(
                2,
                () -> NODES.objectNode()
                        .put("latitude", random.nextInt(-90, 91))
                        .put("longitude", random.nextInt(-180, 181) * 1.0)
                        .put("km", random.nextDouble(1, 19_000)));
    }

    private JsonNode number(boolean wild) {
        return switch (random.nextInt(wild ? 16 : 13)) {
            case 0 -> NODES.numberNode(0L);
            case 1 -> NODES.numberNode(-0.0);
            case 2 -> NODES.numberNode(1L);
            case 3 -> NODES.numberNode(1.0);
            case 4 -> NODES.numberNode(1.5);
            case 5 -> NODES.numberNode(-1L);
            case 6 -> NODES.numberNode((1L << 53) + 1);
            case 7 -> NODES.numberNode(0x1p53);
            case 8 -> NODES.numberNode((1L << 53) - 1);
            case 9 -> NODES.numberNode(Long.MIN_VALUE);
            case 10 -> NODES.numberNode(-0x1p63);
            case 11 -> NODES.numberNode(0x1p63);
            case 12 -> NODES.numberNode((long) random.nextInt(-3, 12));
            case 13 -> NODES.numberNode(Double.NaN);
            case 14 -> NODES.numberNode(Double.NEGATIVE_INFINITY);
            default -> NODES.numberNode(1e300);
        };
    }

    private JsonNode time(boolean wild) {
        return switch (random.nextInt(wild ? 7 : 5)) {
            case 0 -> NODES.numberNode(1_767_225_600_000L);
            case 1 -> NODES.numberNode(1_767_225_600_000.5);
            case 2 -> NODES.numberNode(-1.0);
            case 5 -> NODES.pojoNode(Instant.parse("2026-01-01T00:00:00.500Z"));
            case 6 -> oneIn(2) ? NODES.textNode(any(NO_TIMES)) : NODES.numberNode(1e16);
            default -> NODES.textNode(any(TIMES));
        };
    }

    private JsonNode value(int kind) {
        return switch (kind) {
            case 0 -> NODES.textNode(oneIn(40) ? "b".repeat(2_000 + random.nextInt(2)) : any(TEXTS));
            case 1 -> number(true);
            case 2 -> time(true);
            case 3 -> NODES.textNode(any(oneIn(4) ? NO_VERSIONS : VERSIONS));
            case 4 -> NODES.textNode(any(oneIn(4) ? NO_ADDRESSES : ADDRESSES));
            case 5 -> NODES.booleanNode(oneIn(2));
            case 6 -> NODES.textNode(any(KEYS));
            default -> oneIn(2) ? NODES.nullNode() : NODES.objectNode();
        };
    }

    private JsonNode oneOrList(int kind) {
        if (!oneIn(5)) {
            return value(oneIn(12) ? random.nextInt(8) : kind);
        }
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(oneIn(8) ? NODES.arrayNode().add(value(kind)) : value(oneIn(4) ? random.nextInt(8) : kind));
        }
        return list;
    }

    private void perhaps(ObjectNode context, String name, Draw draw) {
        if (!oneIn(6)) {
            context.set(name, draw.next());
        }
    }

    ObjectNode context() {
        ObjectNode context = NODES.objectNode();
        perhaps(context, "targetingKey", () -> oneIn(20) ? value(1) : value(6));
        perhaps(context, "text", () -> oneOrList(oneIn(6) ? 6 : 0));
        perhaps(context, "number", () -> oneOrList(1));
        perhaps(context, "time", () -> oneOrList(2));
        perhaps(context, "version", () -> oneOrList(3));
        perhaps(context, "address", () -> oneOrList(4));
        perhaps(context, "truth", () -> oneOrList(5));
        perhaps(context, "ip", () -> value(oneIn(10) ? 1 : 4));
        perhaps(context, "list", () -> {
            ArrayNode list = NODES.arrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(value(random.nextInt(8)));
            }
            return list;
        });
        perhaps(context, "object", () -> {
            ObjectNode object = NODES.objectNode();
            object.set("deep", value(random.nextInt(8)));
            object.set("list", NODES.arrayNode().add(value(0)).add(value(1)));
            return object;
        });
        if (oneIn(3)) {
            context.put("geo.country", any(new String[] {"DE", "US", "x"}));
        }
        if (oneIn(3)) {
            context.put("geo.latitude", random.nextInt(-95, 96)).put("geo.longitude", random.nextInt(-180, 181) + 0.25);
        }
        if (oneIn(10)) {
            context.put("a/b", "x").put("", "x").put("geo.city", "x");
        }
        return context;
    }
}
