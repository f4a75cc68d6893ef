package dev.sluice.jmh.limit;

import java.util.HashMap;
import java.util.Map;

/** Who is asking, as a program of one's own would hold it. */
public record User(String key, Map<String, Object> attributes) {

    /** A user as a request makes one: the attributes that the workloads know. */
    public static User of(String key, String country, String plan, long orders) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("country", country);
        attributes.put("plan", plan);
        attributes.put("orders", orders);
        return new User(key, attributes);
    }
}
