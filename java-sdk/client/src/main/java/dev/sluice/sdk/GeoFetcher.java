package dev.sluice.sdk;

import dev.sluice.engine.geo.MmdbGeoLocator;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the geographic database is missing, wherever it should come from. Where the server has it, fetches it when a rule first
 * needs it, and asks once a day whether there is a newer one. Until it is here, rules that ask for a country match nobody by address;
 * that is said once. Belongs to the loop, save {@link #missing}.
 */
final class GeoFetcher {

    private static final Duration FETCHED_WITHIN = Duration.ofMinutes(2);
    private static final Duration RENEW_AFTER = Duration.ofHours(24);

    private final Wiring wiring;
    private final boolean enabled;
    private final MmdbGeoLocator locator;
    private final Backoff backoff;
    private volatile boolean needed;
    private Runnable ready = () -> {};
    private boolean started;
    private @Nullable String tag;
    private Loop.@Nullable Timer timer;
    private Transport.@Nullable Exchange underWay;

    GeoFetcher(Wiring wiring, boolean enabled, MmdbGeoLocator locator) {
        this.wiring = wiring;
        this.enabled = enabled;
        this.locator = locator;
        this.backoff = new Backoff(
                wiring.timing().backoffLeast(), wiring.timing().backoffMost().multipliedBy(10), wiring.random());
    }

    /** Whether rules need a database that is not here. */
    boolean missing() {
        return needed && locator.builtAt() == null;
    }

    /** What to do when the database comes that was missing. */
    void whenReady(Runnable action) {
        ready = action;
    }

    /** How the database stands, in the word that the server's fleet view shows; empty when no rule needs it. */
    String standing() {
        if (!needed) {
            return "";
        }
        return missing() ? "missing" : "ready";
    }

    /** A state is in force; its rules need the database, or not. */
    void needed(boolean byRules) {
        needed = byRules;
        if (needed && enabled && !started) {
            started = true;
            fetch();
        }
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
        }
        if (underWay != null) {
            underWay.cancel();
        }
    }

    private void fetch() {
        Request request = Request.get("/sdk/v1/geo", tag == null ? Map.of() : Map.of("If-None-Match", tag));
        underWay = wiring.transport().send(request, FETCHED_WITHIN, new Transport.AnswerHandler() {
            @Override
            public void answered(Head head, byte[] body) {
                underWay = null;
                if (head.status() == 304) {
                    fetchAfter(RENEW_AFTER);
                } else if (head.status() == 200) {
                    read(head, body);
                } else {
                    GeoFetcher.this.failed("the server answered HTTP " + head.status());
                }
            }

            @Override
            public void failed(IOException cause) {
                underWay = null;
                GeoFetcher.this.failed(Answers.loss(cause).why());
            }
        });
    }

    private void read(Head head, byte[] database) {
        boolean wasMissing = missing();
        try {
            locator.load(database);
        } catch (IOException | RuntimeException unreadable) {
            failed("it cannot be read as a MaxMind database");
            return;
        }
        tag = head.header("ETag").orElse(null);
        backoff.reset();
        fetchAfter(RENEW_AFTER);
        if (wasMissing) {
            ready.run();
        }
    }

    private void failed(String why) {
        if (missing()) {
            wiring.complaints()
                    .warn("The geographic database is missing, rules that ask for a country match nobody"
                            + " by address: " + why + "; trying on");
        }
        fetchAfter(backoff.next());
    }

    private void fetchAfter(Duration delay) {
        timer = wiring.loop().after(delay, this::fetch);
    }
}
