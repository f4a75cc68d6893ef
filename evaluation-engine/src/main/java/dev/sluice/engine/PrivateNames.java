package dev.sluice.engine;

import java.util.List;

/** Which names of attributes a context's private names cover. */
final class PrivateNames {
    private PrivateNames() {}

    /**
     * Whether what a definition reads by this name is private, as a whole or in part: a private name covers all that lies
     * within it, and whatever it lies within.
     */
    static boolean cover(Context context, String attribute) {
        if (context.privateNames().contains(attribute)) {
            return true;
        }
        List<String> read = path(attribute);
        return context.privateNames().stream().anyMatch(name -> overlap(path(name), read));
    }

    private static boolean overlap(List<String> one, List<String> other) {
        int shared = Math.min(one.size(), other.size());
        return one.subList(0, shared).equals(other.subList(0, shared));
    }

    private static List<String> path(String name) {
        return name.startsWith("/")
                ? List.of(name.substring(1).split("/", -1)).stream()
                        .map(token -> token.replace("~1", "/").replace("~0", "~"))
                        .toList()
                : List.of(name);
    }
}
