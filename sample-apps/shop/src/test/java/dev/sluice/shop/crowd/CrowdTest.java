package dev.sluice.shop.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdTest {

    @Test
    void thousandsOfShoppersHaveAnIdOfTheirOwn() {
        Set<String> ids = new HashSet<>();
        new Crowd().shoppers().forEach(shopper -> ids.add(shopper.id()));

        assertThat(ids).hasSize(Crowd.SIZE).hasSizeGreaterThan(2_000);
    }

    @Test
    void theSameShoppersComeEveryTime() {
        assertThat(new Crowd().shoppers()).isEqualTo(new Crowd().shoppers());
    }

    @Test
    void everyAddressLeadsBackToTheCountryOfItsShopper() {
        for (Shopper shopper : new Crowd().shoppers()) {
            assertThat(Country.of(shopper.address())).as(shopper.toString()).isEqualTo(shopper.country());
        }
    }

    @Test
    void addressesAreOfBothKinds() {
        long six = new Crowd()
                .shoppers().stream()
                        .filter(shopper -> shopper.address().contains(":"))
                        .count();

        assertThat(six).isBetween(800L, 2_400L);
    }

    @Test
    void anAddressFromElsewhereHasNoCountryHere() {
        assertThat(Country.of("127.0.0.1")).isNull();
        assertThat(Country.of("::1")).isNull();
    }

    @Test
    void countriesOrderByTheirWeight() {
        Crowd crowd = new Crowd();
        Map<Country, Integer> orders = new EnumMap<>(Country.class);
        int total = 20_000;
        for (int i = 0; i < total; i++) {
            orders.merge(crowd.next().country(), 1, Integer::sum);
        }

        assertThat(orders).hasSize(Country.values().length);
        assertThat(100.0 * orders.get(Country.GERMANY) / total).isCloseTo(24, within(4.0));
    }
}
