package dev.sluice.rig.chaos;

/** A way to harm a running fleet. Each has a victim and lasts for a while; a victim suffers one harm at a time. */
enum Harm {
    /** {@code kill -9}; started again at the end. */
    KILL_NODE(Victims.NODE, 100, 6_000),
    /** SIGSTOP; SIGCONT at the end. */
    PAUSE_NODE(Victims.NODE, 500, 20_000),
    /** SIGTERM; started again at the end, when its time to drain is over. */
    RESTART_NODE(Victims.NODE, 31_000, 34_000),
    /** {@code kill -9}; started again at the end, with its files. */
    KILL_REDIS(Victims.REDIS, 100, 5_000),
    /** SIGSTOP; SIGCONT at the end. */
    PAUSE_REDIS(Victims.REDIS, 300, 8_000),
    /** Redis closes every subscription, once. */
    DEAFEN_NODES(Victims.REDIS, 1, 2),
    /** A node's connections to Redis carry nothing, and are not closed. */
    SILENCE_STORE(Victims.STORE_LINK, 300, 20_000),
    /** A node's connections to Redis are reset, and new ones refused. */
    CUT_STORE(Victims.STORE_LINK, 100, 10_000),
    /** A node's connections to Redis are slow. */
    DELAY_STORE(Victims.STORE_LINK, 1_000, 10_000),
    /** The streams of some SDKs are reset, and new ones refused. */
    CUT_SDKS(Victims.SDK_LINK, 1, 5_000),
    /** The streams of some SDKs carry nothing, and are not closed. */
    SILENCE_SDKS(Victims.SDK_LINK, 300, 20_000),
    /** One bit of each answer to some SDKs is turned, and their streams are cut, so that they meet it. */
    CORRUPT_SDKS(Victims.SDK_LINK, 500, 8_000),
    /** Some SDKs hear of the server at 4 KB a second. */
    SLOW_SDKS(Victims.SDK_LINK, 1_000, 10_000);

    /** What can be harmed. */
    enum Victims {
        NODE,
        REDIS,
        STORE_LINK,
        SDK_LINK
    }

    private final Victims victims;
    private final int leastMillis;
    private final int mostMillis;

    Harm(Victims victims, int leastMillis, int mostMillis) {
        this.victims = victims;
        this.leastMillis = leastMillis;
        this.mostMillis = mostMillis;
    }

    Victims victims() {
        return victims;
    }

    int leastMillis() {
        return leastMillis;
    }

    int mostMillis() {
        return mostMillis;
    }
}
