package dev.sluice.server.ops;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that take too long to say what they want: the line and the headers of a request must be whole 10 seconds after
 * their first byte, and the first byte of a connection must come 10 seconds after it was opened. Whoever sends a byte now and then, to
 * keep a connection busy at no cost, does not get further than that. A connection that has had an answer may rest for as long as it
 * likes. For HTTP/1; HTTP/2 has its own limits.
 */
final class HeaderTime implements Handler<HttpConnection> {
    static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Vertx vertx;

    HeaderTime(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(HttpConnection connection) {
        if (!(connection instanceof VertxConnection plain)) {
            return;
        }
        ChannelPipeline pipeline = plain.channelHandlerContext().pipeline();
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            Header header = new Header(plain.channelHandlerContext());
            pipeline.addBefore(decoder.name(), null, header.bytes());
            pipeline.addAfter(decoder.name(), null, header.messages());
        }
    }

    /** One connection's header, while it comes. For the connection's event loop. */
    private final class Header {
        private static final long NONE = -1;

        private final ChannelHandlerContext connection;
        private boolean expected = true;
        private long timer = NONE;

        Header(ChannelHandlerContext connection) {
            this.connection = connection;
            begin();
        }

        private void begin() {
            if (timer == NONE) {
                timer = vertx.setTimer(LONGEST_MILLIS, late -> connection.close());
            }
        }

        private void end() {
            if (timer != NONE) {
                vertx.cancelTimer(timer);
                timer = NONE;
            }
        }

        /** Before anything is understood. */
        ChannelInboundHandlerAdapter bytes() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object bytes) {
                    if (expected) {
                        begin();
                    }
                    ctx.fireChannelRead(bytes);
                }

                @Override
                public void channelInactive(ChannelHandlerContext ctx) {
                    expected = false;
                    end();
                    ctx.fireChannelInactive();
                }
            };
        }

        /** What was understood: a header, and later the end of its body. */
        ChannelInboundHandlerAdapter messages() {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    if (message instanceof HttpRequest) {
                        expected = false;
                        end();
                    }
                    if (message instanceof LastHttpContent) {
                        expected = true;
                    }
                    ctx.fireChannelRead(message);
                }
            };
        }
    }
}
