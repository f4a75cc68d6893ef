package dev.sluice.jmh.limit;

import java.util.Map;

/**
 * The same five rules written as nobody could who does not know them when the program is compiled: each attribute is looked up once,
 * by hand. Beyond the limit that the bars are about; shown beside it.
 */
final class FiveRulesHoisted implements Feature {
    private final HalfOfUsers half;

    FiveRulesHoisted(String salt) {
        half = new HalfOfUsers(salt);
    }

    @Override
    public boolean isOn(User user) {
        Map<String, Object> attributes = user.attributes();
        Object country = attributes.get("country");
        Object plan = attributes.get("plan");
        Object given = attributes.get("orders");
        boolean counted = given instanceof Long;
        long orders = given instanceof Long count ? count : 0;
        if (FiveRules.FIRST.contains(country) && "silver".equals(plan)) {
            return true;
        }
        if (FiveRules.SECOND.contains(country) && counted && orders >= 100) {
            return true;
        }
        if ("gold".equals(plan) && counted && orders < 5) {
            return true;
        }
        if (FiveRules.FOURTH.contains(country) && "gold".equals(plan)) {
            return true;
        }
        return FiveRules.FIFTH.contains(country) && counted && orders >= 10 && half.isOn(user);
    }
}
