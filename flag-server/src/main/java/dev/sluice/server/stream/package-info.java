/** What SDKs talk to: the event stream, the poll, acknowledgements and the geo database. Knows sockets; knows nothing of people or REST. */
@NullMarked
package dev.sluice.server.stream;

import org.jspecify.annotations.NullMarked;
