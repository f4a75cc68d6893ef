package dev.sluice.jmh.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The flags of the workloads in a map, and nothing else. Filled before it is asked, and safe for any number of threads then. */
public final class LimitProgram {
    private final Map<String, Feature> features = new HashMap<>();

    /** A flag that is on for everyone. */
    public LimitProgram on(String key) {
        features.put(key, user -> true);
        return this;
    }

    /** A flag that is on for half of the users. */
    public LimitProgram half(String key) {
        features.put(key, new HalfOfUsers(key));
        return this;
    }

    /** A flag with the five rules. */
    public LimitProgram rules(String key) {
        features.put(key, new FiveRules(key));
        return this;
    }

    /** The same with each attribute looked up once. */
    public LimitProgram rulesHoisted(String key, String salt) {
        features.put(key, new FiveRulesHoisted(salt));
        return this;
    }

    /** A flag that is on for the users of a list. */
    public LimitProgram list(String key, Collection<String> users) {
        Set<String> listed = new HashSet<>(users);
        features.put(key, user -> listed.contains(user.key()));
        return this;
    }

    /** Whether a flag is on for a user; a flag that there is not is off. */
    public boolean isOn(String flag, User user) {
        Feature feature = features.get(flag);
        return feature != null && feature.isOn(user);
    }
}
