package dev.sluice.shop.run;

import dev.sluice.shop.crowd.Shoppers;
import dev.sluice.shop.front.FrontServer;
import dev.sluice.shop.web.ShopBuild1;
import dev.sluice.shop.web.ShopBuild2;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command lines of the demo's programs. They are small and start often, so they get little memory, one garbage collector
 * thread and the quick compiler only; what they know of each other is in environment variables, never in arguments that
 * everybody on the machine can read.
 */
final class Programs {
    private final Surroundings where;
    private final Secrets secrets;
    private final ClassArchive archive;

    Programs(Surroundings where, Secrets secrets) {
        this.where = where;
        this.secrets = secrets;
        this.archive = ClassArchive.of(where.serverJar());
    }

    ProcessBuilder server() {
        List<String> command = new ArrayList<>(List.of("-Xmx256m"));
        command.addAll(archive.options());
        command.addAll(List.of("-jar", where.serverJar().toString(), "serve"));
        ProcessBuilder builder = java(command.toArray(String[]::new));
        builder.environment()
                .putAll(Map.of(
                        "SLUICE_DEMO", "on",
                        "SLUICE_DRAIN_WAIT_SECONDS", "0",
                        "SLUICE_DATA", where.data().toString(),
                        "SLUICE_ADMIN_TOKEN", secrets.adminToken(),
                        "SLUICE_SDK_KEY", secrets.sdkKey(),
                        "SLUICE_HTTP_HOST", "127.0.0.1",
                        "SLUICE_HTTP_PORT", String.valueOf(where.serverPort()),
                        "SLUICE_MANAGEMENT_PORT", String.valueOf(where.managementPort())));
        return builder;
    }

    /** To be told how the server ended. */
    void serverEnded(int code) throws IOException {
        archive.ended(code);
    }

    ProcessBuilder shop(String name, int build, int port, int failPercent) {
        Class<?> program = build == 1 ? ShopBuild1.class : ShopBuild2.class;
        ProcessBuilder builder = ours(name, program);
        builder.environment()
                .putAll(Map.of(
                        "SHOP_PORT", String.valueOf(port),
                        "SHOP_FAIL_PERCENT", String.valueOf(failPercent),
                        "SHOP_ANNOUNCE", announcement(name).toString()));
        if (build > 1) {
            builder.environment().put("SLUICE_SDK_KEY", secrets.sdkKey());
            builder.environment().put("SLUICE_URL", "http://127.0.0.1:" + where.serverPort());
        }
        return builder;
    }

    ProcessBuilder front() {
        ProcessBuilder builder = ours("front", FrontServer.class);
        builder.environment().put("SHOP_INSTANCES", where.instances().toString());
        return builder;
    }

    ProcessBuilder shoppers() {
        ProcessBuilder builder = ours("shoppers", Shoppers.class);
        builder.environment().put("SHOP_SHOPPERS", String.valueOf(where.shoppersPerSecond()));
        return builder;
    }

    Path announcement(String name) {
        return where.instances().resolve(name + ".json");
    }

    private ProcessBuilder ours(String name, Class<?> program) {
        ProcessBuilder builder = java(
                "-Xmx96m",
                "-Dvertx.disableFileCPResolving=true",
                "-Dvertx.disableDnsResolver=true",
                "-cp",
                where.classPath(),
                program.getName());
        builder.environment().remove("SLUICE_ADMIN_TOKEN");
        builder.environment().remove("SLUICE_SDK_KEY");
        builder.environment()
                .putAll(Map.of(
                        "SHOP_NAME",
                        name,
                        "SHOP_LIFELINE",
                        "stdin",
                        "SHOP_CONTROL_TOKEN",
                        secrets.controlToken(),
                        "SHOP_FRONT_PORT",
                        String.valueOf(where.frontPort())));
        return builder;
    }

    private static ProcessBuilder java(String... rest) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k", "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(rest));
        return new ProcessBuilder(command);
    }
}
