package dev.sluice.rig.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.sdk.FlagClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One question, three ways to ask: OFREP for one flag, OFREP for all, and the Java SDK, which decides by itself. */
final class OfrepAgreementTest {
    private static final int CONTEXTS = 10_000;
    private static final int AT_ONCE = 100;
    private static final long SEED = 20_261_121L;
    private static final List<String> FLAGS = List.of("half", "thirds", "chain", "grade", "price", "shape");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void tenThousandContextsGetTheSameDecisionsEitherWay() throws Exception {
        try (OfrepServer server = OfrepServer.start(folder)) {
            flags(server);
            try (FlagClient sdk = FlagClient.connect(server.uri(), OfrepServer.SDK_KEY)) {
                assertThat(sdk.decide("half", Context.of("u")).hasValue()).isTrue();
                SplittableRandom random = new SplittableRandom(SEED);
                for (int done = 0; done < CONTEXTS; done += AT_ONCE) {
                    List<CompletableFuture<Void>> batch = new ArrayList<>();
                    for (int i = 0; i < AT_ONCE; i++) {
                        batch.add(check(server, sdk, context(random), FLAGS.get((done + i) % FLAGS.size())));
                    }
                    CompletableFuture.allOf(batch.toArray(CompletableFuture[]::new))
                            .join();
                }
            }
        }
    }

    private static void flags(OfrepServer server) throws IOException, InterruptedException {
        server.flag("half", "boolean", "{'on':true,'off':false}", "off");
        server.targeting(
                "half",
                "{'enabled':true,'offVariation':'off','fallthrough':{'split':{'percent':{'on':50},'rest':'off'}}}");
        server.flag("thirds", "string", "{'a':'x','b':'','c':'z'}", "b");
        server.targeting(
                "thirds",
                "{'enabled':true,'offVariation':'b','rules':[{'id':'old','when':[{'attribute':'version','op':'semverLt',"
                        + "'values':['2.0.0']}],'serve':'b'}],'fallthrough':{'split':{'by':'account','percent':{'a':33.333,'c':33.333},'rest':'b'}}}");
        server.flag("chain", "boolean", "{'on':true,'off':false}", "off");
        server.targeting(
                "chain",
                "{'enabled':true,'offVariation':'off','prerequisites':[{'flag':'half','variations':['on']}],'fallthrough':'on'}");
        server.flag("grade", "integer", "{'a':3,'b':0}", "b");
        server.targeting(
                "grade",
                "{'enabled':true,'offVariation':'b','rules':[{'id':'grown','when':[{'attribute':'age','op':'gte','values':[18]}],"
                        + "'serve':'a'}],'fallthrough':'b'}");
        server.flag("price", "double", "{'a':10,'b':0.5}", "b");
        server.targeting(
                "price",
                "{'enabled':true,'offVariation':'b','rules':[{'id':'dach','when':[{'attribute':'geo.country','op':'in',"
                        + "'values':['DE','AT','CH']},{'attribute':'tags','op':'in','values':['vip'],'negate':true}],'serve':'a'}],'fallthrough':'b'}");
        server.flag("shape", "json", "{'a':{'n':[1,2.5,null]},'b':{}}", "b");
        server.targeting(
                "shape",
                "{'enabled':true,'offVariation':'b','rules':[{'id':'in','when':[{'attribute':'/shop/city','op':'startsWith',"
                        + "'values':['B']}],'serve':{'split':{'percent':{'a':20},'rest':'b'}}}],'fallthrough':'b'}");
    }

    /** What may be known of somebody: any part of it may be missing, or of another type than rules expect. */
    private static Map<String, Object> context(SplittableRandom random) {
        Map<String, Object> context = new LinkedHashMap<>();
        some(random, context, "targetingKey", "user-" + random.nextInt(100_000));
        some(
                random,
                context,
                "account",
                random.nextBoolean() ? "acc-" + random.nextInt(1_000) : random.nextLong(1L << 53));
        some(
                random,
                context,
                "version",
                List.of("1.9.9", "2.0.0-rc.1", "2.1.0", "no version").get(random.nextInt(4)));
        some(random, context, "age", random.nextBoolean() ? random.nextInt(40) : random.nextInt(400) / 10.0);
        some(random, context, "geo.country", List.of("DE", "AT", "FR", "US").get(random.nextInt(4)));
        some(random, context, "tags", random.nextBoolean() ? List.of("vip", "new") : List.of());
        some(
                random,
                context,
                "shop",
                Map.of("city", List.of("Berlin", "Bonn", "Ulm").get(random.nextInt(3))));
        return context;
    }

    private static void some(SplittableRandom random, Map<String, Object> context, String name, Object value) {
        if (random.nextInt(8) > 0) {
            context.put(name, value);
        }
    }

    private CompletableFuture<Void> check(
            OfrepServer server, FlagClient sdk, Map<String, Object> attributes, String flag) {
        Context.Builder builder = Context.builder();
        attributes.forEach(builder::setAny);
        Context context = builder.build();
        return ask(server, "/" + flag, attributes).thenCombine(ask(server, "", attributes), (one, all) -> {
            Map<String, JsonNode> byKey = new TreeMap<>();
            all.path("flags").forEach(each -> byKey.put(each.path("key").asText(), each));
            assertThat(byKey.get(flag)).as("%s for %s", flag, attributes).isEqualTo(one);
            for (String each : FLAGS) {
                assertThat(said(byKey.get(each)))
                        .as("%s for %s", each, attributes)
                        .isEqualTo(said(sdk.decide(each, context)));
            }
            return null;
        });
    }

    private static String said(JsonNode answer) {
        JsonNode metadata = answer.path("metadata");
        return answer.path("value") + " " + answer.path("variant").asText() + " "
                + answer.path("reason").asText() + " " + metadata.path("flagVersion") + " "
                + metadata.path("place").asText();
    }

    private static String said(Decision decision) {
        return JSON.valueToTree(decision.value()) + " " + decision.variation() + " " + decision.reason() + " "
                + decision.flagVersion() + " " + (decision.place() == null ? "" : decision.place());
    }

    private CompletableFuture<JsonNode> ask(OfrepServer server, String path, Map<String, Object> attributes) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/ofrep/v1/evaluate/flags" + path))
                    .header("Authorization", "Bearer " + OfrepServer.SDK_KEY)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(Map.of("context", attributes))))
                    .build();
            return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .thenApply(answer -> {
                        assertThat(answer.statusCode()).isEqualTo(200);
                        return read(answer.body());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
