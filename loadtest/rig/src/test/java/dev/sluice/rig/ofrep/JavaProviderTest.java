package dev.sluice.rig.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java OFREP provider against a running server. It asks for HTTP/2 on a POST with a body. */
final class JavaProviderTest {

    @TempDir
    static Path folder;

    private static OfrepServer server;
    private static Client sdk;
    private static Client client;
    private static Client stranger;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = OfrepServer.start(folder);
        sdk = client("sdk", OfrepServer.SDK_KEY);
        client = client("client", OfrepServer.CLIENT_KEY);
        stranger = client("stranger", "slc_sdk_nobody");
    }

    @AfterAll
    static void stop() {
        OpenFeatureAPI.getInstance().shutdown();
        server.close();
    }

    private static Client client(String domain, String key) {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(
                domain,
                OfrepProvider.constructProvider(OfrepProviderOptions.builder()
                        .baseUrl(server.uri().toString())
                        .headers(ImmutableMap.of("Authorization", ImmutableList.of("Bearer " + key)))
                        .build()));
        return api.getClient(domain);
    }

    @Test
    void valuesOfAllTypesArriveAndSoDoTheirZeros() {
        assertThat(sdk.getBooleanValue("yes", false)).isTrue();
        assertThat(sdk.getBooleanDetails("no", true).getValue()).isFalse();
        assertThat(sdk.getStringValue("text", "?")).isEqualTo("x");
        assertThat(sdk.getStringDetails("empty-text", "?").getValue()).isEmpty();
        assertThat(sdk.getIntegerValue("integer", 7)).isEqualTo(10);
        assertThat(sdk.getIntegerDetails("zero-integer", 7).getValue()).isZero();
        assertThat(sdk.getDoubleValue("double", 7.0)).isEqualTo(10.0);
        assertThat(sdk.getDoubleDetails("zero-double", 7.0).getValue()).isZero();
        assertThat(sdk.getDoubleValue("fraction", 7.0)).isEqualTo(0.25);
        Value tree = sdk.getObjectDetails("tree", new Value("?")).getValue();
        assertThat(tree.asStructure().asObjectMap()).isEqualTo(Map.of("deep", Map.of("n", List.of(1, 1.5))));
        assertThat(sdk.getObjectDetails("empty-tree", new Value("?")).getValue().isStructure())
                .isTrue();
    }

    @Test
    void anIntegerIsNoDoubleAndADoubleNoInteger() {
        assertThat(sdk.getDoubleDetails("integer", 7.0).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(sdk.getIntegerDetails("double", 7).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void aDisabledFlagGivesItsOffVariationOrTheCodesDefault() {
        FlagEvaluationDetails<String> with = sdk.getStringDetails("disabled", "?");

        assertThat(with.getValue()).isEqualTo("y");
        assertThat(with.getReason()).isEqualTo("DISABLED");
        assertThat(sdk.getStringValue("disabled-bare", "the code's")).isEqualTo("the code's");
    }

    @Test
    void targetsRulesAndSplitsDecideByTheContext() {
        FlagEvaluationDetails<String> target = sdk.getStringDetails("targeted", "?", new ImmutableContext("u1"));
        FlagEvaluationDetails<String> rule =
                sdk.getStringDetails("targeted", "?", new ImmutableContext("u2", Map.of("plan", new Value("gold"))));
        FlagEvaluationDetails<String> split = sdk.getStringDetails("split", "?", new ImmutableContext("u1"));
        FlagEvaluationDetails<String> keyless = sdk.getStringDetails("split", "?");

        assertThat(target.getVariant()).isEqualTo("a");
        assertThat(target.getReason()).isEqualTo("TARGETING_MATCH");
        assertThat(target.getFlagMetadata().getString("place")).isEqualTo("target");
        assertThat(rule.getFlagMetadata().getString("place")).isEqualTo("gold");
        assertThat(sdk.getStringValue("targeted", "?", new ImmutableContext("u2")))
                .isEqualTo("y");
        assertThat(split.getReason()).isEqualTo("SPLIT");
        assertThat(split.getVariant()).isEqualTo("a");
        assertThat(keyless.getVariant()).isEqualTo("b");
    }

    @Test
    void aClientKeyGetsTheSameValuesAndNoPlace() {
        FlagEvaluationDetails<String> details = client.getStringDetails("targeted", "?", new ImmutableContext("u1"));

        assertThat(details.getValue()).isEqualTo("x");
        assertThat(details.getFlagMetadata().getString("place")).isNull();
        assertThat(details.getFlagMetadata().getInteger("flagVersion")).isPositive();
    }

    @Test
    void whatIsNotThereOrNotAllowedGivesTheCodesDefaultAndSaysWhy() {
        FlagEvaluationDetails<Boolean> unknown = sdk.getBooleanDetails("nothing", true);
        FlagEvaluationDetails<Boolean> refused = stranger.getBooleanDetails("yes", false);

        assertThat(unknown.getValue()).isTrue();
        assertThat(unknown.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(refused.getValue()).isFalse();
        assertThat(refused.getErrorMessage()).contains("authentication");
    }
}
