package dev.sluice.server.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Cuts connections. Vert.x closes one after it has written what waits, which on a socket that nobody reads is never; so this goes to
 * the channel beneath. What waits is dropped, here and in the system, and the peer sees a reset.
 */
final class Sockets {

    private Sockets() {}

    /** Cuts the connection of a response; on HTTP/2 the stream. */
    static void cut(HttpConnection connection, HttpServerResponse response) {
        if (connection instanceof VertxConnection plain && response.streamId() < 0) {
            ChannelHandlerContext channel = plain.channelHandlerContext();
            channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        } else {
            response.reset();
        }
    }
}
