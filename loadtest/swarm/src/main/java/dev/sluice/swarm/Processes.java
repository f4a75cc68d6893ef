package dev.sluice.swarm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel and the JVM tell of a running process. Linux. */
final class Processes {
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files\\s+(\\d+)");
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Ticks of the kernel's process clock a second; 100 on every Linux that Java runs on. */
    private static final double TICKS_A_SECOND = 100;

    private Processes() {}

    /** Memory that is in RAM, in bytes. */
    static long rssBytes(long pid) throws IOException {
        return 1_024L * find(RSS, Files.readString(Path.of("/proc/" + pid + "/status")));
    }

    /** Processor time used so far, by all threads, in the program and in the kernel, in seconds; to 10 ms. */
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_A_SECOND;
    }

    /** How many files and sockets this process may have open. */
    static long mostOpenFiles() throws IOException {
        return find(OPEN_FILES, Files.readString(Path.of("/proc/self/limits")));
    }

    /** Heap in use after a whole collection, in bytes. */
    static long heapAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return 1_024L * find(HEAP_USED, jcmd(pid, "GC.heap_info"));
    }

    /** Memory in RAM after a whole collection, in bytes: what the heap does not need is given back. */
    static long rssAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return rssBytes(pid);
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid, command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said);
        }
        return said;
    }

    private static long find(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
