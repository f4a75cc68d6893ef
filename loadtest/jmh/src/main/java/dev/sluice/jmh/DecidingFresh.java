package dev.sluice.jmh;

import dev.sluice.engine.ValueType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The workloads with the user or context made in the call, as at the start of a request. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecidingFresh {

    @Benchmark
    public boolean w1Limit(Asked.Keys keys, Asked.Limit limit, Asked.Request request) {
        return limit.program.isOn(keys.w1, request.freshUser(request.user));
    }

    @Benchmark
    public boolean w1Engine(Asked.Keys keys, Asked.Engine engine, Asked.Request request) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w1, ValueType.BOOLEAN, request.freshContext(request.user))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w1Client(Asked.Keys keys, Asked.Client client, Asked.Request request) {
        return client.flags.isOn(keys.w1, request.freshContext(request.user));
    }

    @Benchmark
    public boolean w2Limit(Asked.Keys keys, Asked.Limit limit, Asked.Request request) {
        return limit.program.isOn(keys.w2, request.freshUser(request.user));
    }

    @Benchmark
    public boolean w2Engine(Asked.Keys keys, Asked.Engine engine, Asked.Request request) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w2, ValueType.BOOLEAN, request.freshContext(request.user))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w2Client(Asked.Keys keys, Asked.Client client, Asked.Request request) {
        return client.flags.isOn(keys.w2, request.freshContext(request.user));
    }

    @Benchmark
    public boolean w3Limit(Asked.Keys keys, Asked.Limit limit, Asked.Request request) {
        return limit.program.isOn(keys.w3, request.freshUser(request.user));
    }

    @Benchmark
    public boolean w3Engine(Asked.Keys keys, Asked.Engine engine, Asked.Request request) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w3, ValueType.BOOLEAN, request.freshContext(request.user))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w3Client(Asked.Keys keys, Asked.Client client, Asked.Request request) {
        return client.flags.isOn(keys.w3, request.freshContext(request.user));
    }

    @Benchmark
    public boolean w4HitLimit(Asked.Keys keys, Asked.Limit limit, Asked.Request request) {
        return limit.program.isOn(keys.w4, request.freshUser(request.listed));
    }

    @Benchmark
    public boolean w4HitEngine(Asked.Keys keys, Asked.Engine engine, Asked.Request request) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w4, ValueType.BOOLEAN, request.freshContext(request.listed))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w4HitClient(Asked.Keys keys, Asked.Client client, Asked.Request request) {
        return client.flags.isOn(keys.w4, request.freshContext(request.listed));
    }

    @Benchmark
    public boolean w4MissLimit(Asked.Keys keys, Asked.Limit limit, Asked.Request request) {
        return limit.program.isOn(keys.w4, request.freshUser(request.unlisted));
    }

    @Benchmark
    public boolean w4MissEngine(Asked.Keys keys, Asked.Engine engine, Asked.Request request) {
        return engine.evaluator
                .decide(engine.snapshot, keys.w4, ValueType.BOOLEAN, request.freshContext(request.unlisted))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w4MissClient(Asked.Keys keys, Asked.Client client, Asked.Request request) {
        return client.flags.isOn(keys.w4, request.freshContext(request.unlisted));
    }

    @Benchmark
    public boolean w5Limit(Asked.Limit limit, Asked.Request request, Asked.Turn turn) {
        return limit.program.isOn(turn.flag(), request.freshUser(request.many[turn.user()]));
    }

    @Benchmark
    public boolean w5Engine(Asked.Engine engine, Asked.Request request, Asked.Turn turn) {
        return engine.evaluator
                .decide(
                        engine.snapshot,
                        turn.flag(),
                        ValueType.BOOLEAN,
                        request.freshContext(request.many[turn.user()]))
                .booleanValue(false);
    }

    @Benchmark
    public boolean w5Client(Asked.Client client, Asked.Request request, Asked.Turn turn) {
        return client.flags.isOn(turn.flag(), request.freshContext(request.many[turn.user()]));
    }
}
