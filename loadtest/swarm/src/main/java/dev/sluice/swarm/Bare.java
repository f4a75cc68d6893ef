package dev.sluice.swarm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The {@link Broadcaster} as a process of its own. */
final class Bare implements Target {
    private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final String announced;
    private final URI uri;

    private Bare(Process process, String announced) {
        this.process = process;
        this.announced = announced;
        this.uri = URI.create("http://127.0.0.1:" + announced.split(" ")[1]);
    }

    /** Starts it; each event and the snapshot will have so many bytes. */
    static Bare start(int eventBytes, int snapshotBytes, List<String> jvmFlags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Broadcaster.class.getName()));
        command.addAll(List.of("" + eventBytes, "" + snapshotBytes, "" + LOOPS));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        @Nullable String line = out.readLine();
        while (line != null && !line.startsWith("port ")) {
            line = out.readLine();
        }
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the broadcaster did not start; expected it to print its port");
        }
        return new Bare(process, line);
    }

    @Override
    public String name() {
        return "bare";
    }

    /** What the event loops wait with: {@code epoll} or {@code selector}. */
    String transport() {
        return announced.split(" ")[2];
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String sdkKey() {
        return "nobody-asks";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public OptionalLong redisPid() {
        return OptionalLong.empty();
    }

    @Override
    public long change() throws IOException, InterruptedException {
        String answer = http.send(
                        HttpRequest.newBuilder(uri.resolve("/change"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return Long.parseLong(answer.replaceAll("\\D", ""));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
