package dev.sluice.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where an IP address is, as far as known.
 *
 * @param country ISO 3166-1 alpha-2, as {@code DE}
 * @param region ISO 3166-2, as {@code DE-BY}
 * @param continent two letters, as {@code EU}
 * @param eu whether the country is a member of the European Union
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
public record GeoLocation(
        @Nullable String country,
        @Nullable String region,
        @Nullable String city,
        @Nullable String continent,
        @Nullable Boolean eu,
        @Nullable Double latitude,
        @Nullable Double longitude) {}
