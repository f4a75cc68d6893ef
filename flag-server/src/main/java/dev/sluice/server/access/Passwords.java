package dev.sluice.server.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id: 19 MiB of memory, two passes, one lane, 16 random bytes of salt, 32 bytes of hash, kept in the usual
 * text form with its parameters. Two hashes run at a time, on threads of their own, and 32 wait at most: what people type can take
 * neither an event loop nor the machine. Safe on any thread.
 */
public final class Passwords {
    /** Characters of the shortest password. */
    public static final int SHORTEST = 12;

    /** Characters of the longest password. */
    public static final int LONGEST = 200;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = 2;
    private static final int MOST_UNDER_WAY = 34;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final WorkerExecutor threads;
    private final SecureRandom random;
    private final String nobodys;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder hashed = new LongAdder();

    private Passwords(WorkerExecutor threads, SecureRandom random) {
        this.threads = threads;
        this.random = random;
        // A hash that no password has: what is typed for people who are not there is compared with it.
        this.nobodys = text(bytes(SALT_BYTES), bytes(HASH_BYTES));
    }

    /** Hashes on threads of this Vert.x. */
    public static Passwords on(Vertx vertx, AccessConfig config) {
        return new Passwords(vertx.createSharedWorkerExecutor("sluice-password", AT_ONCE), config.random());
    }

    /** There are too many hashes under way; try again in a moment. */
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super(MOST_UNDER_WAY + " passwords are being checked already", null, false, false);
        }
    }

    /** The hash to store of a password. Fails with {@link BusyException} if too many are under way. */
    Future<String> hash(String password) {
        return run(() -> {
            byte[] salt = bytes(SALT_BYTES);
            return text(salt, argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
        });
    }

    /**
     * Whether this is the password of that hash. Of nobody's hash it takes as long and says no. Fails with {@link BusyException} if too
     * many are under way.
     */
    Future<Boolean> check(String password, Optional<String> hash) {
        return run(() -> matches(password, hash.orElse(nobodys)) && hash.isPresent());
    }

    /** How many hashes were computed. */
    public long hashed() {
        return hashed.sum();
    }

    private boolean matches(String password, String stored) {
        Matcher form = FORM.matcher(stored);
        if (!form.matches()) {
            throw new IllegalStateException("a password's hash is stored in a form that this version does not know");
        }
        byte[] hash = Base64.getDecoder().decode(form.group(5));
        byte[] mine = argon2(
                password,
                Base64.getDecoder().decode(form.group(4)),
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                hash.length);
        return MessageDigest.isEqual(hash, mine);
    }

    private byte[] argon2(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        hashed.increment();
        return hash;
    }

    private <T> Future<T> run(Callable<T> work) {
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            return Future.failedFuture(new BusyException());
        }
        return threads.executeBlocking(work, false).onComplete(done -> underWay.decrementAndGet());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }
}
