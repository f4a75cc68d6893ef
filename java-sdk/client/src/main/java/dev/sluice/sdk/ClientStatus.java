package dev.sluice.sdk;

/** How much the flags that a client holds can be trusted to be the newest. Evaluation works in every one of them. */
public enum ClientStatus {

    /** Nothing has been received yet: every read gives its default, with {@code PROVIDER_NOT_READY}. */
    INITIALIZING,

    /** The flags are the newest there are: the server said so within the last 45 seconds. */
    READY,

    /** There are flags, but contact is lost, by this client or by its server: the last known ones decide. */
    STALE,

    /** The server refuses the key. What is held decides on; the client asks again every few minutes. */
    ERROR,

    /** The client was closed. What was held last decides on, and is never renewed. */
    CLOSED
}
