package dev.sluice.server.access;

import dev.sluice.server.access.Sessions.Begun;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets people in by name and password. Whether a name is known shows neither in the answer nor in how much is computed for it. Tries
 * are limited on each node: of one name to 10 and one more a minute, from one address to 50 and one more each 10 seconds; what
 * succeeds does not count. Safe on any thread.
 */
public final class SignIn {
    private static final int TRIES_OF_A_NAME = 10;
    private static final Duration NEXT_OF_A_NAME = Duration.ofMinutes(1);
    private static final int TRIES_FROM_AN_ADDRESS = 50;
    private static final Duration NEXT_FROM_AN_ADDRESS = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final int NETWORK_BYTES = 8;
    private static final String NO_NAME = "?";

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final Throttle names;
    private final Throttle addresses;

    /** Signs these people in. */
    public SignIn(Accounts accounts, Sessions sessions, Passwords passwords, AccessConfig config) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.names = new Throttle(config.clock(), TRIES_OF_A_NAME, NEXT_OF_A_NAME);
        this.addresses = new Throttle(config.clock(), TRIES_FROM_AN_ADDRESS, NEXT_FROM_AN_ADDRESS);
    }

    /** What came of a try. */
    public sealed interface Outcome {}

    /** It is them. */
    public record In(Begun begun) implements Outcome {}

    /** The name or the password is wrong, or they may not sign in; nobody is told which. */
    public record Refused() implements Outcome {}

    /** There were too many tries; the next one may come after this time. */
    public record TooMany(Duration after) implements Outcome {}

    /** Tries to sign somebody in who comes from this address. */
    public Future<Outcome> tryTo(String name, String password, String address) {
        Optional<User> user = accounts.user(named(name)).filter(User::active);
        return refusal(named(name), password, address, user.map(User::password))
                .compose(refused -> refused.isPresent() || user.isEmpty()
                        ? Future.succeededFuture(refused.orElse(new Refused()))
                        : sessions.begin(user.get()).map(In::new));
    }

    /**
     * Whether somebody who is signed in may change their password now: they know the present one, or have just come by a link.
     *
     * @param session the digest of their session
     * @param current what they say is the present one; may be empty
     * @return empty if they may
     */
    public Future<Optional<Outcome>> refusalOfChange(String name, String session, String current, String address) {
        return sessions.hasJustComeByLink(session)
                .compose(came -> came
                        ? Future.succeededFuture(Optional.empty())
                        : refusal(name, current, address, accounts.user(name).map(User::password)));
    }

    /** The hash to store of a new password; empty if there is too much to do at the moment. */
    public Future<Optional<String>> hash(String password) {
        return passwords
                .hash(password)
                .map(Optional::of)
                .recover(failure -> failure instanceof Passwords.BusyException
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Why this is not to be taken for the password of that hash, or empty if it is. */
    private Future<Optional<Outcome>> refusal(String name, String password, String address, Optional<String> hash) {
        String network = network(address);
        Optional<Duration> wait = addresses.take(network);
        if (wait.isEmpty()) {
            wait = names.take(name);
        }
        if (wait.isPresent()) {
            return Future.succeededFuture(Optional.of(new TooMany(wait.get())));
        }
        return passwords
                .check(password, hash)
                .<Optional<Outcome>>map(right -> {
                    if (!right) {
                        return Optional.of(new Refused());
                    }
                    names.giveBack(name);
                    addresses.giveBack(network);
                    return Optional.empty();
                })
                .recover(failure -> {
                    if (!(failure instanceof Passwords.BusyException)) {
                        return Future.failedFuture(failure);
                    }
                    names.giveBack(name);
                    addresses.giveBack(network);
                    return Future.succeededFuture(Optional.of(new TooMany(A_MOMENT)));
                });
    }

    /** The name that is meant; all that can be nobody's is one. */
    private static String named(String typed) {
        String name = typed.trim().toLowerCase(Locale.ROOT);
        return User.NAME.matcher(name).matches() ? name : NO_NAME;
    }

    /** Who has one address of version 6 has 2^64 of them. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "address: \"" + address + "\" is not allowed; expected a network address", e);
        }
    }
}
