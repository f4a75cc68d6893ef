package dev.sluice.engine.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The checks that several records share; each message says what was given and what is allowed. */
final class Checks {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Checks() {}

    /** Keys of flags, segments, rules and variations, and salts. */
    static String key(String what, String key) {
        if (!KEY.matcher(key).matches()) {
            throw new InvalidDefinitionException(
                    what + ": \"" + key + "\" is not allowed; expected 1 to 100 of letters, digits, '.', '_' and '-'");
        }
        return key;
    }

    static String notEmpty(String what, String text) {
        if (text.isEmpty()) {
            throw new InvalidDefinitionException(what + ": an empty text is not allowed");
        }
        return text;
    }

    static <T> List<T> notEmpty(String what, List<T> list) {
        if (list.isEmpty()) {
            throw new InvalidDefinitionException(what + ": an empty list is not allowed; expected at least one");
        }
        return List.copyOf(list);
    }

    static <T> void distinct(String what, List<T> list, Function<T, String> key) {
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (T element : list) {
            if (!seen.add(key.apply(element))) {
                twice.add(key.apply(element));
            }
        }
        if (!twice.isEmpty()) {
            throw new InvalidDefinitionException(what + ": " + twice + " more than once; expected each at most once");
        }
    }
}
