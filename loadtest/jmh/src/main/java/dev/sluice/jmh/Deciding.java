package dev.sluice.jmh;

import dev.sluice.engine.ValueType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The workloads with users and contexts that are there already. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Deciding {

    @Benchmark
    public boolean w1Limit(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w1, limit.user);
    }

    @Benchmark
    public boolean w1Engine(Asked.Keys keys, Asked.Engine engine, Asked.Contexts contexts) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w1, ValueType.BOOLEAN, contexts.user)
                .booleanValue(false);
    }

    @Benchmark
    public boolean w1Client(Asked.Keys keys, Asked.Client client, Asked.Contexts contexts) {
        return client.flags.isOn(keys.w1, contexts.user);
    }

    @Benchmark
    public boolean w2Limit(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w2, limit.user);
    }

    @Benchmark
    public boolean w2Engine(Asked.Keys keys, Asked.Engine engine, Asked.Contexts contexts) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w2, ValueType.BOOLEAN, contexts.user)
                .booleanValue(false);
    }

    @Benchmark
    public boolean w2Client(Asked.Keys keys, Asked.Client client, Asked.Contexts contexts) {
        return client.flags.isOn(keys.w2, contexts.user);
    }

    @Benchmark
    public boolean w3Limit(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w3, limit.user);
    }

    @Benchmark
    public boolean w3Engine(Asked.Keys keys, Asked.Engine engine, Asked.Contexts contexts) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w3, ValueType.BOOLEAN, contexts.user)
                .booleanValue(false);
    }

    @Benchmark
    public boolean w3Client(Asked.Keys keys, Asked.Client client, Asked.Contexts contexts) {
        return client.flags.isOn(keys.w3, contexts.user);
    }

    /** Beyond the limit: with what nobody can know beforehand. */
    @Benchmark
    public boolean w3LimitHoisted(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w3Hoisted, limit.user);
    }

    @Benchmark
    public boolean w4HitLimit(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w4, limit.listed);
    }

    @Benchmark
    public boolean w4HitEngine(Asked.Keys keys, Asked.Engine engine, Asked.Contexts contexts) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w4, ValueType.BOOLEAN, contexts.listed)
                .booleanValue(false);
    }

    @Benchmark
    public boolean w4HitClient(Asked.Keys keys, Asked.Client client, Asked.Contexts contexts) {
        return client.flags.isOn(keys.w4, contexts.listed);
    }

    @Benchmark
    public boolean w4MissLimit(Asked.Keys keys, Asked.Limit limit) {
        return limit.program.isOn(keys.w4, limit.unlisted);
    }

    @Benchmark
    public boolean w4MissEngine(Asked.Keys keys, Asked.Engine engine, Asked.Contexts contexts) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w4, ValueType.BOOLEAN, contexts.unlisted)
                .booleanValue(false);
    }

    @Benchmark
    public boolean w4MissClient(Asked.Keys keys, Asked.Client client, Asked.Contexts contexts) {
        return client.flags.isOn(keys.w4, contexts.unlisted);
    }

    @Benchmark
    public boolean w5Limit(Asked.Limit limit, Asked.Turn turn) {
        return limit.program.isOn(turn.flag(), limit.many[turn.user()]);
    }

    @Benchmark
    public boolean w5Engine(Asked.Engine engine, Asked.Contexts contexts, Asked.Turn turn) {
        return engine.evaluator
                .decide(engine.snapshot, turn.flag(), ValueType.BOOLEAN, contexts.many[turn.user()])
                .booleanValue(false);
    }

    @Benchmark
    public boolean w5Client(Asked.Client client, Asked.Contexts contexts, Asked.Turn turn) {
        return client.flags.isOn(turn.flag(), contexts.many[turn.user()]);
    }
}
