package dev.sluice.spring;

import dev.sluice.sdk.FlagClientOptions;
import dev.sluice.sdk.GeoOption;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says of its flags. Immutable; its text never shows the key.
 *
 * @param server Address of the flag server, such as http://localhost:7770.
 * @param sdkKey SDK key of the environment whose flags are followed.
 * @param startTimeout How long the start of the application waits for the first flags.
 * @param application What the fleet view calls this application; spring.application.name unless set, with - for what is not printable ASCII or is a slash, cut to 100 characters.
 * @param applicationVersion Version of this application, for the fleet view.
 * @param geo Where the geographic database comes from: auto, off, or the path of a file.
 * @param reports Whether what was decided is counted and reported to the server.
 * @param trustedProxies Addresses or ranges of the proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8.
 */
@ConfigurationProperties("sluice")
public record SluiceProperties(
        @Nullable URI server,
        @Nullable String sdkKey,
        @DefaultValue("5s") Duration startTimeout,
        @Nullable String application,
        @DefaultValue("0") String applicationVersion,
        @DefaultValue("auto") String geo,
        @DefaultValue("true") boolean reports,
        @DefaultValue List<String> trustedProxies) {

    /**
     * The options of a client.
     *
     * @param name of the application where none is set here
     * @throws IllegalStateException when the server or the key is not set; it names the property
     */
    FlagClientOptions options(String name) {
        return FlagClientOptions.builder(required("sluice.server", server), required("sluice.sdk-key", sdkKey))
                .startTimeout(startTimeout)
                .application(application == null ? name : application, applicationVersion)
                .geo(geoOption())
                .reports(reports)
                .build();
    }

    private GeoOption geoOption() {
        return switch (geo) {
            case "auto" -> GeoOption.auto();
            case "off" -> GeoOption.off();
            default -> GeoOption.file(Path.of(geo));
        };
    }

    private static <T> T required(String property, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The property " + property
                    + " is not set; a flag client needs sluice.server and sluice.sdk-key, or a FlagClient bean of the"
                    + " application's own");
        }
        return value;
    }

    @Override
    public String toString() {
        return "SluiceProperties[server=" + server + ", startTimeout=" + startTimeout + ", application=" + application
                + "/" + applicationVersion + ", geo=" + geo + ", reports=" + reports + ", trustedProxies="
                + trustedProxies + "]";
    }
}
