package dev.sluice.sdk;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of this process: one for each server and key, however many clients there are. A program that makes a
 * client per request, by mistake, costs the server one stream and gets a warning. Thread-safe.
 */
final class Connections {

    private static final Connections OF_THIS_PROCESS = new Connections();

    private final Map<Key, Shared> open = new HashMap<>();

    static Connections ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** The connection of these options, opened when there is none; what else they say counts for the first one only. */
    synchronized Lease lease(FlagClientOptions options, Connection.Parts parts) {
        Key key = new Key(options.server(), options.sdkKey());
        Shared shared = open.computeIfAbsent(key, absent -> new Shared(Connection.open(options, parts)));
        shared.clients++;
        if (shared.clients > 1) {
            shared.connection
                    .complaints()
                    .warn("This process has more than one flag client for the same SDK key; they share one stream."
                            + " Make one client, keep it, close it at shutdown");
        }
        return new Lease(this, key, shared);
    }

    private synchronized boolean giveBack(Key key, Shared shared) {
        shared.clients--;
        return shared.clients == 0 && open.remove(key, shared);
    }

    /** One client's hold on a connection; the last one to be closed closes it. Closed once, by its client. */
    static final class Lease {

        private final Connections from;
        private final Key key;
        private final Shared shared;

        private Lease(Connections from, Key key, Shared shared) {
            this.from = from;
            this.key = key;
            this.shared = shared;
        }

        Connection connection() {
            return shared.connection;
        }

        void close() {
            if (from.giveBack(key, shared)) {
                shared.connection.close();
            }
        }
    }

    private static final class Shared {

        private final Connection connection;
        private int clients;

        Shared(Connection connection) {
            this.connection = connection;
        }
    }

    private record Key(URI server, String sdkKey) {

        @Override
        public String toString() {
            return "Key[server=" + server + "]";
        }
    }
}
