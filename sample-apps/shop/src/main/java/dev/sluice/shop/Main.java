package dev.sluice.shop;

import dev.sluice.shop.run.Commands;
import dev.sluice.shop.run.Demo;
import dev.sluice.shop.run.Surroundings;
import dev.sluice.shop.run.Trouble;
import dev.sluice.shop.story.Story;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The one door of this jar: {@code java -jar shop.jar COMMAND}. */
public final class Main {
    private static final String USAGE = """
            usage: java -jar shop.jar COMMAND
              run                     start everything and supervise it until Ctrl-C
              story                   play the story against what runs
              story --self-contained  start everything on free ports in a temporary folder, play, stop
              deploy [BUILD]          replace the shops in turn by a build: 2 (the default) or 1
              break [PERCENT]         let the new checkout fail 20 % (or PERCENT) of its orders
              mend                    let it fail no more
              kill-server             kill -9 the flag server
              kill-redis              kill -9 its Redis
              score                   what shoppers met so far""";

    private Main() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        try {
            System.exit(run(args, out));
        } catch (Trouble e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static int run(String[] args, PrintStream out) {
        String command = args.length == 0 ? "" : args[0];
        String argument = args.length < 2 ? "" : args[1];
        if (args.length > 2) {
            command = "";
        }
        Path jar = thisJar();
        Surroundings where = Surroundings.of(System.getenv(), rootOf(jar), jar.toString());
        Commands commands = new Commands(where, out);
        switch (command) {
            case "run" -> runUntilStopped(where, out);
            case "story" -> {
                return argument.equals("--self-contained")
                        ? Story.playSelfContained(where, out)
                        : Story.play(where, out);
            }
            case "deploy" -> commands.deploy(number(argument, 2));
            case "break" -> commands.breakNewCheckout(number(argument, 20));
            case "mend" -> commands.breakNewCheckout(0);
            case "kill-server" -> commands.killServer();
            case "kill-redis" -> commands.killRedis();
            case "score" -> commands.printScore();
            default -> {
                System.err.println(USAGE);
                return 2;
            }
        }
        return 0;
    }

    private static void runUntilStopped(Surroundings where, PrintStream out) {
        Demo demo = Demo.in(where, out);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
        demo.start();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int number(String text, int otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,3}")) {
            throw new Trouble("\"" + text + "\" is not allowed; expected a whole number.");
        }
        return Integer.parseInt(text);
    }

    private static Path thisJar() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new Trouble("This jar lies in a folder whose name cannot be read; move it.", e);
        }
    }

    /** This jar is built at {@code sample-apps/shop/target/shop.jar}; shown as short as it can be said from here. */
    private static Path rootOf(Path jar) {
        Path root = jar.toAbsolutePath().normalize();
        for (int up = 0; up < 4 && root.getParent() != null; up++) {
            root = root.getParent();
        }
        Path here = Path.of("").toAbsolutePath();
        return root.startsWith(here) ? here.relativize(root) : root;
    }
}
