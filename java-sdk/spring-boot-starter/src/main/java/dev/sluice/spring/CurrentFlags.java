package dev.sluice.spring;

import dev.sluice.engine.Context;
import dev.sluice.sdk.FlagClient;
import dev.sluice.sdk.FlagView;

/**
 * Who is asking now, and the flags as they are for them. Within a web request both are made once, when they are first asked for,
 * and anew when its principal is another then: all decisions for one principal agree, whatever changes meanwhile. Outside of one, who is asking is anonymous, and each view is of the
 * newest flags. Thread-safe; a request is that of the calling thread.
 */
public final class CurrentFlags {

    static final Request NO_REQUEST = new Request() {
        @Override
        public Context context() {
            return Context.anonymous();
        }

        @Override
        public FlagView view(FlagClient client) {
            return client.view(context());
        }
    };

    /** The request of the calling thread, if it has one. */
    interface Request {

        Context context();

        FlagView view(FlagClient client);
    }

    private final FlagClient client;
    private final Request request;

    CurrentFlags(FlagClient client, Request request) {
        this.client = client;
        this.request = request;
    }

    /** Who is asking. */
    public Context context() {
        return request.context();
    }

    /** The flags as they are for them. */
    public FlagView view() {
        return request.view(client);
    }
}
