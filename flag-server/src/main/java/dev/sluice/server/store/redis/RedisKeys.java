package dev.sluice.server.store.redis;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.MeasureStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Every name that Sluice uses in Redis. The keys of one project share the hash tag <code>{sluice:project}</code>, so they live in one
 * slot and a script over them is atomic in a cluster too.
 */
final class RedisKeys {

    /** Channel of hints; a message is {@code <node> <project>}. */
    static final byte[] FEED = bytes("sluice:feed");

    /** Set of the keys of all projects: a superset, for it lies in another slot than they do. */
    static final byte[] PROJECTS = bytes("sluice:projects");

    /** Fingerprint of the secret that all nodes of one store must share. */
    static final byte[] SECRET_FINGERPRINT = bytes("sluice:secret-fingerprint");

    /** Channel on which a node speaks to all others. */
    static final byte[] NODES_CHANNEL = bytes("sluice:nodes");

    /** Nodes by when they were heard last, what they said, and nodes by when they left: one slot, for one script. */
    static final byte[] NODES_HEARD = bytes("sluice:{nodes}:heard");

    static final byte[] NODES_ABOUT = bytes("sluice:{nodes}:about");
    static final byte[] NODES_LEFT = bytes("sluice:{nodes}:left");

    private RedisKeys() {}

    /** Channel on which others speak to one node. */
    static byte[] channelOf(String node) {
        return bytes("sluice:nodes:" + node);
    }

    static byte[] project(String project) {
        return bytes(tag(project) + ":project");
    }

    static byte[] flags(String project) {
        return bytes(tag(project) + ":flags");
    }

    static byte[] keys(String project) {
        return bytes(tag(project) + ":keys");
    }

    static byte[] environments(String project) {
        return bytes(tag(project) + ":environments");
    }

    static byte[] audit(String project) {
        return bytes(tag(project) + ":audit");
    }

    /** Targeting, segments, records, state and changes of an environment, in the order in which both scripts take them. */
    static List<byte[]> environment(EnvironmentId id) {
        String prefix = tag(id.project()) + ":env:" + id.environment();
        return List.of(
                bytes(prefix + ":targeting"),
                bytes(prefix + ":segments"),
                bytes(prefix + ":records"),
                bytes(prefix + ":state"),
                bytes(prefix + ":changes"));
    }

    /** All keys that a script writes, in the order in which both take them. */
    static List<byte[]> written(String project, Collection<String> environments) {
        List<byte[]> keys = new ArrayList<>(
                List.of(project(project), flags(project), keys(project), environments(project), audit(project)));
        environments.forEach(environment -> keys.addAll(environment(new EnvironmentId(project, environment))));
        keys.add(versions(project));
        keys.add(uncommitted(project));
        return keys;
    }

    /** What is known of an environment's state; the fourth of {@link #environment}. */
    static byte[] state(EnvironmentId id) {
        return environment(id).get(3);
    }

    /** Documents of a project as they were, by kind, place and version. */
    static byte[] versions(String project) {
        return bytes(tag(project) + ":versions");
    }

    /** The last commit of a project while it is not on enough copies. */
    static byte[] uncommitted(String project) {
        return bytes(tag(project) + ":uncommitted");
    }

    static byte[] ephemeral(String digest) {
        return bytes("sluice:{ephemera}:" + digest);
    }

    /** Channel on which a node hears itself. */
    static byte[] echo(String name) {
        return bytes("sluice:echo:" + name);
    }

    /** A key beside this one, in the same slot: what is written there now and then to see whether writes work. */
    static byte[] probe(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        int end = text.startsWith("{") ? text.indexOf('}') + 1 : 0;
        return bytes((end > 0 ? text.substring(0, end) : "{" + text + "}") + ":probe");
    }

    static byte[] hint(String node, String project) {
        return bytes(node + " " + project);
    }

    /** What belongs to the taking of an environment's usage reports: one slot, for one script. */
    static byte[] reports(EnvironmentId environment, String what) {
        return bytes("{sluice-reports:" + environment + "}:" + what);
    }

    /** Measures lie in a slot of each flag, so that reports of one do not weigh on the store of the others. */
    static byte[] measures(MeasureStore.ChunkId chunk) {
        return bytes("{sluice-measures:" + chunk.environment() + "/" + chunk.flag() + "}:" + chunk.resolution() + ":"
                + chunk.start());
    }

    private static String tag(String project) {
        return "{sluice:" + project + "}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
