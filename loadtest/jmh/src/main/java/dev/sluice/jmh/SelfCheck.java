package dev.sluice.jmh;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ValueType;
import dev.sluice.jmh.limit.User;
import java.util.Map;

/** Makes sure, before anything is measured, that all programs give the same answers, and the answers that the workloads mean. */
final class SelfCheck {
    private static final double TOLERATED = 0.02;

    private final Asked.Limit limit = new Asked.Limit();
    private final Asked.Contexts contexts = new Asked.Contexts();
    private final Asked.Engine engine = new Asked.Engine();
    private final Asked.Request request = new Asked.Request();
    private final Asked.Turn turn = new Asked.Turn();
    private int compared;

    /** How many answers were compared. Throws {@link IllegalStateException} at the first one that is not as it should be. */
    static int run() {
        SelfCheck check = new SelfCheck();
        Asked.Client client = new Asked.Client();
        try {
            check.all(client);
        } finally {
            client.close();
        }
        return check.compared;
    }

    private void all(Asked.Client client) {
        for (String flag : new String[] {Workloads.W1, Workloads.W2, Workloads.W3, Workloads.W4}) {
            same(client, flag, limit.user, contexts.user);
        }
        expect("W1 is on", same(client, Workloads.W1, limit.user, contexts.user));
        expect("W4 is on for the listed", same(client, Workloads.W4, limit.listed, contexts.listed));
        expect("W4 is off for others", !same(client, Workloads.W4, limit.unlisted, contexts.unlisted));
        int on = 0;
        for (int i = 0; i < Workloads.MANY_USERS; i++) {
            same(client, Workloads.W2, limit.many[i], contexts.many[i]);
            same(client, Workloads.W3, limit.many[i], contexts.many[i]);
            same(client, Workloads.W4, limit.many[i], contexts.many[i]);
            on += same(client, turn.flag(), limit.many[i], contexts.many[i]) ? 1 : 0;
            same(client, Workloads.W3, request.freshUser(request.many[i]), request.freshContext(request.many[i]));
        }
        expect("W5 is on for half of the users", Math.abs((double) on / Workloads.MANY_USERS - 0.5) < TOLERATED);
        Decision third = engine.evaluator.decide(engine.snapshot, Workloads.W3, contexts.user);
        expect("W3 is decided by the fifth rule, not by " + third.place(), "fifth".equals(third.place()));
        everyWay(client);
    }

    /** The first four rules of W3 too. */
    private void everyWay(Asked.Client client) {
        for (String country : new String[] {"DE", "US", "JP", "FR", "IT", "XX"}) {
            for (String plan : new String[] {"gold", "silver", "free"}) {
                for (long orders : new long[] {0, 4, 5, 9, 10, 99, 100, 5_000_000_000L}) {
                    User user = User.of(Workloads.userKey(7), country, plan, orders);
                    same(client, Workloads.W3, user, Workloads.context(user));
                }
            }
        }
        User nobody = new User(Workloads.userKey(7), Map.of());
        same(client, Workloads.W3, nobody, Workloads.context(nobody));
        User foreign = new User("Zoë-\uD83D\uDE00-東京", Map.of());
        same(client, Workloads.W2, foreign, Workloads.context(foreign));
        same(client, "w0-unknown", limit.user, contexts.user);
    }

    private boolean same(Asked.Client client, String flag, User user, Context context) {
        boolean expected = limit.program.isOn(flag, user);
        if (flag.equals(Workloads.W3) && expected != limit.program.isOn(Workloads.W3_HOISTED, user)) {
            throw new IllegalStateException("the hoisted rules differ for " + user);
        }
        boolean byEngine = engine.evaluator
                .decide(engine.snapshot, flag, ValueType.BOOLEAN, context)
                .booleanValue(false);
        boolean byClient = client.flags.isOn(flag, context);
        compared++;
        if (expected != byEngine || expected != byClient) {
            throw new IllegalStateException("flag " + flag + ", user " + user + ": the limit program says " + expected
                    + ", the engine " + byEngine + ", the client " + byClient);
        }
        return expected;
    }

    private static void expect(String what, boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not as the workload means it: " + what);
        }
    }
}
