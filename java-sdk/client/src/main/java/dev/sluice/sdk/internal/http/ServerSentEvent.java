package dev.sluice.sdk.internal.http;

/**
 * One event of a stream, as dispatched by {@link SseParser}.
 *
 * @param type the name of the event, {@code message} when the stream named none
 * @param data the bytes of the data lines, joined by LF; kept as bytes, because records are hashed as they were sent
 * @param lastEventId the newest id seen on this stream, empty when there was none
 * @param identified whether that id came with this very event
 */
@SuppressWarnings("ArrayRecordComponent") // an event is handed over once and never compared
public record ServerSentEvent(String type, byte[] data, String lastEventId, boolean identified) {}
