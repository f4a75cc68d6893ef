package dev.sluice.sdk;

import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The last word to a server: it need not wait for this process any more. */
final class Goodbye {

    private Goodbye() {}

    /** Says it once; done when it was heard, or could not be within that time. */
    static void say(Transport transport, byte[] goodbye, Duration within, CompletableFuture<@Nullable Void> done) {
        transport.send(Request.post("/sdk/v1/goodbye", goodbye), within, new Transport.AnswerHandler() {
            @Override
            public void answered(Head head, byte[] body) {
                done.complete(null);
            }

            @Override
            public void failed(IOException cause) {
                done.complete(null);
            }
        });
    }
}
