package dev.sluice.jmh.limit;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Five rules of two clauses, then a split, as one would write them down: a clause looks its attribute up. */
final class FiveRules implements Feature {
    static final Set<String> FIRST = new HashSet<>(List.of("AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE"));
    static final Set<String> SECOND =
            new HashSet<>(List.of("DE", "IT", "LU", "NL", "NO", "PL", "PT", "SE", "CZ", "SK"));
    static final Set<String> FOURTH =
            new HashSet<>(List.of("US", "CA", "MX", "BR", "AR", "CL", "PE", "CO", "UY", "PY"));
    static final Set<String> FIFTH = new HashSet<>(List.of("JP", "KR", "DE", "IN", "AU", "NZ", "SG", "ZA", "KE", "EG"));

    private final HalfOfUsers half;

    FiveRules(String salt) {
        half = new HalfOfUsers(salt);
    }

    @Override
    public boolean isOn(User user) {
        Map<String, Object> of = user.attributes();
        if (FIRST.contains(of.get("country")) && "silver".equals(of.get("plan"))) {
            return true;
        }
        if (SECOND.contains(of.get("country")) && of.get("orders") instanceof Long orders && orders >= 100) {
            return true;
        }
        if ("gold".equals(of.get("plan")) && of.get("orders") instanceof Long orders && orders < 5) {
            return true;
        }
        if (FOURTH.contains(of.get("country")) && "gold".equals(of.get("plan"))) {
            return true;
        }
        return FIFTH.contains(of.get("country"))
                && of.get("orders") instanceof Long orders
                && orders >= 10
                && half.isOn(user);
    }
}
