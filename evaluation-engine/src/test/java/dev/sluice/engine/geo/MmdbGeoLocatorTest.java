package dev.sluice.engine.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.GeoLocation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MmdbGeoLocatorTest {
    private static byte[] database;

    @BeforeAll
    static void readTheCountryDatabase() throws IOException {
        try (InputStream in = MmdbGeoLocatorTest.class.getResourceAsStream("/GeoLite2-Country.mmdb")) {
            database = in.readAllBytes();
        }
    }

    @Test
    void knowsNoPlaceBeforeADatabaseIsLoaded() {
        assertThat(new MmdbGeoLocator().locate("8.8.8.8")).isNull();
        assertThat(new MmdbGeoLocator().builtAt()).isNull();
    }

    @Test
    void findsCountryContinentAndUnionOfBothVersionsOfAddresses(@TempDir Path folder) throws IOException {
        MmdbGeoLocator locator = new MmdbGeoLocator();
        locator.load(Files.write(folder.resolve("country.mmdb"), database));

        assertThat(locator.locate("8.8.8.8")).isEqualTo(country("US", "NA", false));
        assertThat(locator.locate("::ffff:8.8.8.8")).isEqualTo(country("US", "NA", false));
        assertThat(locator.locate("91.198.174.192")).isEqualTo(country("NL", "EU", true));
        assertThat(locator.locate("2001:4860:4860::8888")).isEqualTo(country("US", "NA", false));
        assertThat(locator.builtAt()).isAfter("2019-01-01T00:00:00Z").isBefore("2020-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "example.com", "8.8.8", "8.8.8.8.8", "08.8.8.8", "::1%eth0", "10.0.0.1", "::1"})
    void whatIsNoAddressOrNowhereHasNoPlaceAndIsNotLookedUpByName(String ip) throws IOException {
        assertThat(loaded().locate(ip)).isNull();
        assertThat(loaded().locate(ip)).isNull();
    }

    /** The cache holds 10,000 entries, whatever each weighs. */
    @Test
    void aTextThatIsNoAddressIsNotKept() throws IOException {
        MmdbGeoLocator locator = loaded();

        WeakReference<String> text = located(locator, "8.8.8.8, ".repeat(1_000));

        for (int round = 0; round < 50 && text.get() != null; round++) {
            System.gc();
        }
        assertThat(text.get()).isNull();
        assertThat(locator.locate("8.8.8.8")).isEqualTo(country("US", "NA", false));
    }

    private static WeakReference<String> located(MmdbGeoLocator locator, String text) {
        assertThat(locator.locate(text)).isNull();
        return new WeakReference<>(text);
    }

    @Test
    void aDatabaseThatCannotBeReadLeavesTheOldOneInPlace(@TempDir Path folder) throws IOException {
        MmdbGeoLocator locator = loaded();

        assertThatThrownBy(() -> locator.load(new byte[0])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> locator.load(Arrays.copyOf(database, database.length / 2)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> locator.load(folder.resolve("nowhere.mmdb"))).isInstanceOf(IOException.class);

        assertThat(locator.locate("8.8.8.8")).isEqualTo(country("US", "NA", false));
    }

    @Test
    void aDamagedDatabaseNeverMakesALookUpThrow() {
        SplittableRandom random = new SplittableRandom(77);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = database.clone();
            for (int i = 0; i < 50_000; i++) {
                damaged[random.nextInt(damaged.length - 2_000)] = (byte) random.nextInt(256);
            }
            MmdbGeoLocator locator = new MmdbGeoLocator();
            try {
                locator.load(damaged);
            } catch (IOException refused) {
                continue;
            }
            for (int i = 0; i < 1_000; i++) {
                locator.locate(random.nextInt(1, 224) + "." + random.nextInt(256) + ".3.4");
            }
        }
    }

    @Test
    void theFlatShapeIsReadToo() {
        assertThat(Places.of(Map.of("country_code", "SE"))).isEqualTo(country("SE", "EU", true));
        assertThat(Places.of(Map.of("country_code", "CH", "city", "Bern", "latitude", 46.9, "longitude", 7.4f)))
                .isEqualTo(new GeoLocation("CH", null, "Bern", "EU", false, 46.9, (double) 7.4f));
    }

    @Test
    void theNestedShapeGivesRegionAndPlace() {
        Map<String, Object> data = Map.of(
                "continent", Map.of("code", "EU"),
                "country", Map.of("iso_code", "DE", "is_in_european_union", true),
                "subdivisions", List.of(Map.of("iso_code", "BY")),
                "city", Map.of("names", Map.of("en", "Munich")),
                "location", Map.of("latitude", 48.1, "longitude", 11.6));

        assertThat(Places.of(data)).isEqualTo(new GeoLocation("DE", "DE-BY", "Munich", "EU", true, 48.1, 11.6));
        assertThat(Places.of(Map.of("country", "DE", "city", List.of())))
                .isEqualTo(new GeoLocation(null, null, null, null, null, null, null));
    }

    private static MmdbGeoLocator loaded() throws IOException {
        MmdbGeoLocator locator = new MmdbGeoLocator();
        locator.load(database);
        return locator;
    }

    private static GeoLocation country(String country, String continent, boolean eu) {
        return new GeoLocation(country, null, null, continent, eu, null, null);
    }
}
