package dev.sluice.engine.geo;

import dev.sluice.engine.GeoLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database's record in either of the two shapes that are about: the nested one ({@code country.iso_code}) and the flat
 * one ({@code country_code}). What has another type than expected is unknown.
 */
final class Places {
    private Places() {}

    static GeoLocation of(Map<?, ?> data) {
        return data.get("country_code") instanceof String country && !country.isEmpty()
                ? flat(data, country)
                : nested(data);
    }

    private static GeoLocation nested(Map<?, ?> data) {
        String country = text(data, "country", "iso_code");
        Object eu = at(data, "country", "is_in_european_union");
        String continent = text(data, "continent", "code");
        return new GeoLocation(
                country,
                region(country, data.get("subdivisions")),
                text(data, "city", "names", "en"),
                continent == null && country != null ? Countries.continentOf(country) : continent,
                country == null ? null : Boolean.TRUE.equals(eu),
                number(at(data, "location", "latitude")),
                number(at(data, "location", "longitude")));
    }

    private static GeoLocation flat(Map<?, ?> data, String country) {
        return new GeoLocation(
                country,
                null,
                text(data, "city"),
                Countries.continentOf(country),
                Countries.isInEuropeanUnion(country),
                number(data.get("latitude")),
                number(data.get("longitude")));
    }

    private static @Nullable String region(@Nullable String country, @Nullable Object subdivisions) {
        if (country != null
                && subdivisions instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Map<?, ?> widest
                && widest.get("iso_code") instanceof String code) {
            return country + "-" + code;
        }
        return null;
    }

    private static @Nullable Object at(Map<?, ?> data, String... path) {
        Object value = data;
        for (String name : path) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static @Nullable String text(Map<?, ?> data, String... path) {
        return at(data, path) instanceof String text && !text.isEmpty() ? text : null;
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? (Double) number.doubleValue() : null;
    }
}
