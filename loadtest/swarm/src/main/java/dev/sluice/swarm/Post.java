package dev.sluice.swarm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** One connection on which requests with a body are sent, each after the answer to the one before. Used by one thread. */
final class Post implements AutoCloseable {
    private static final int BUFFER = 4 * 1024;

    private final Target target;
    private final byte[] bytes = new byte[BUFFER];
    private @Nullable Socket socket;

    Post(Target target) {
        this.target = target;
    }

    /**
     * Sends one, and gives the status of the answer. After a failure the next one has another connection.
     *
     * @param more headers, each with its line end
     */
    int send(String path, String instance, String more, byte[] body) throws IOException {
        byte[] head = Answer.request(
                "POST",
                path,
                target.uri().getAuthority(),
                target.sdkKey(),
                instance,
                "Content-Type: application/json\r\n" + more + "Content-Length: " + body.length + "\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + body.length);
        whole.write(head);
        whole.write(body);
        try {
            Socket open = open();
            open.getOutputStream().write(whole.toByteArray());
            return status(open.getInputStream());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null) {
            URI uri = target.uri();
            open = new Socket(uri.getHost(), uri.getPort());
            open.setTcpNoDelay(true);
            socket = open;
        }
        return open;
    }

    private int status(InputStream in) throws IOException {
        Answer answer = new Answer();
        int length = in.read(bytes);
        while (length > 0 && !answer.feed(bytes, length)) {
            length = in.read(bytes);
        }
        if (length < 0) {
            throw new IOException("closed by the server before its answer was whole");
        }
        return answer.status();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
