package dev.sluice.shop.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a demo runs: its folder and its ports, taken from the environment.
 *
 * @param data folder of everything that is kept
 * @param serverJar the flag server's runnable jar
 * @param classPath where the demo's own programs are: this jar, or the class path of a test
 * @param shopPorts ports of the two shops; 0 = any free one
 * @param shoppersPerSecond how many orders arrive in a second
 */
public record Surroundings(
        Path data,
        Path serverJar,
        String classPath,
        int serverPort,
        int managementPort,
        int frontPort,
        List<Integer> shopPorts,
        int shoppersPerSecond) {
    private static final int LOWEST_PORT = 12_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int PORTS_TRIED = 100;

    /**
     * The surroundings that environment variables describe; what they leave open has a default that works.
     *
     * @param root the top of the source tree, below which the flag server's jar was built
     */
    public static Surroundings of(Map<String, String> environment, Path root, String classPath) {
        return new Surroundings(
                Path.of(environment.getOrDefault("SLUICE_DATA", "data")),
                Path.of(environment.getOrDefault(
                        "SLUICE_SERVER_JAR",
                        root.resolve("flag-server/target/flag-server.jar").toString())),
                classPath,
                port(environment, "SLUICE_HTTP_PORT", 7770),
                port(environment, "SLUICE_MANAGEMENT_PORT", 7771),
                port(environment, "SHOP_FRONT_PORT", 7790),
                List.of(port(environment, "SHOP_A_PORT", 0), port(environment, "SHOP_B_PORT", 0)),
                number(environment, "SHOP_SHOPPERS", 40, 1, 1000));
    }

    /** The same with every port that was left open (0) chosen; it stays the same over restarts of the programs. */
    Surroundings withChosenPorts() {
        return new Surroundings(
                data,
                serverJar,
                classPath,
                serverPort == 0 ? freePort() : serverPort,
                managementPort == 0 ? freePort() : managementPort,
                frontPort == 0 ? freePort() : frontPort,
                shopPorts,
                shoppersPerSecond);
    }

    /** The same programs in another folder, on ports of their own. */
    public Surroundings elsewhere(Path folder) {
        return new Surroundings(folder, serverJar, classPath, 0, 0, 0, List.of(0, 0), shoppersPerSecond);
    }

    /** What the running demo tells its commands. */
    public Path demoFile() {
        return data.resolve("demo.json");
    }

    /** What a second window sources. */
    public Path tryFile() {
        return data.resolve("try.env");
    }

    Path instances() {
        return data.resolve("shops");
    }

    /** Where the flag server says which processes are its own. */
    public Path serverFile() {
        return data.resolve("server.json");
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        return number(environment, variable, otherwise, 0, 65535);
    }

    private static int number(Map<String, String> environment, String variable, int otherwise, int least, int most) {
        String value = environment.getOrDefault(variable, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with numbers out of range
        }
        throw new Trouble(variable + ": \"" + value + "\" is not allowed; set it to a whole number from " + least
                + " to " + most + ".");
    }

    /** Below those that systems give to connections: still free for a program that was killed and is started again. */
    private static int freePort() {
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new Trouble("No free port could be found from " + LOWEST_PORT + " to " + HIGHEST_PORT
                + "; end programs that hold many of them.");
    }
}
