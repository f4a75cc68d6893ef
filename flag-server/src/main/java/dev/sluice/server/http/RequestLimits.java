package dev.sluice.server.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.server.access.Caller;
import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.access.Permission;
import dev.sluice.server.fleet.Ticker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody may ask of this node: each user and each token so many times a second, twice as many at once; and a tenth of that
 * whoever comes from one address without good credentials, who thus can't keep out anybody who has some. What programs ask with their
 * keys is never refused here: streams have limits of their own, and decisions must arrive whatever else people do. Safe on any thread;
 * holds a bounded number of names.
 */
public final class RequestLimits {
    private static final int MOST_NAMES = 100_000;
    private static final int SHARE_OF_STRANGERS = 10;
    private static final int SECONDS_AT_ONCE = 2;

    private final IntSupplier perSecond;
    private final ClientAddresses addresses;
    private final Ticker ticker;
    private final LongAdder refusedCallers = new LongAdder();
    private final LongAdder refusedAddresses = new LongAdder();
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_NAMES).build();

    /**
     * Limits.
     *
     * @param perSecond requests a second of one caller; 0 = as many as they like
     * @param addresses finds out who is asking, behind proxies
     */
    public RequestLimits(IntSupplier perSecond, ClientAddresses addresses, Ticker ticker) {
        this.perSecond = perSecond;
        this.addresses = addresses;
        this.ticker = ticker;
    }

    /** Counts refusals there. */
    public void countIn(MeterRegistry registry) {
        count(registry, "caller", refusedCallers);
        count(registry, "address", refusedAddresses);
    }

    /** A refusal, or null: then the request is counted. */
    @Nullable
    Problem take(Permission permission, Caller caller, HttpServerRequest request) {
        int most = perSecond.getAsInt();
        if (most == 0 || isOfPrograms(permission, caller)) {
            return null;
        }
        boolean known = caller.kind() != Caller.Kind.ANONYMOUS && caller.kind() != Caller.Kind.UNKNOWN;
        double rate = known ? most : Math.max(1.0, most / (double) SHARE_OF_STRANGERS);
        String name = known ? caller.kind() + " " + caller.name() : "address " + addresses.of(request);
        if (buckets.get(name, key -> new Bucket(rate, ticker.nanos())).take(rate, ticker.nanos())) {
            return null;
        }
        (known ? refusedCallers : refusedAddresses).increment();
        String whose = known ? "of " + caller.name() : "without good credentials from this address";
        return Problem.of(
                        429,
                        "too-many-requests",
                        "Too many requests",
                        "more than " + Math.round(rate) + " requests a second " + whose
                                + " are not allowed on this node; expected fewer, or this one again in a second")
                .withHeader("Retry-After", "1");
    }

    /** All browsers of one client key come to a stream as one caller, thousands at once when a node drains; so who has a good token may. */
    private static boolean isOfPrograms(Permission permission, Caller caller) {
        return permission == Permission.SDK
                || permission == Permission.OFREP
                || (permission == Permission.OFREP_STREAM && permission.admits(caller));
    }

    private static void count(MeterRegistry registry, String limit, LongAdder refused) {
        FunctionCounter.builder("sluice.http.limited", refused, LongAdder::sum)
                .tag("limit", limit)
                .description("Requests that were refused with 429, by what there were too many of")
                .register(registry);
    }

    /** Fills at the rate, up to what may come at once. */
    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double rate, long now) {
            tokens = rate * SECONDS_AT_ONCE;
            at = now;
        }

        synchronized boolean take(double rate, long now) {
            double refill = (now - at) * rate / TimeUnit.SECONDS.toNanos(1);
            at = now;
            tokens = Math.min(rate * SECONDS_AT_ONCE, tokens + Math.max(0, refill));
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
