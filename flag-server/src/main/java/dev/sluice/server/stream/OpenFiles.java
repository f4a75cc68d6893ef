package dev.sluice.server.stream;

/** How many files and sockets this process has open, and may have. */
public interface OpenFiles {

    /** Of a system that does not tell: no limit. */
    OpenFiles UNKNOWN = new OpenFiles() {
        @Override
        public long open() {
            return 0;
        }

        @Override
        public long most() {
            return Long.MAX_VALUE;
        }
    };

    /** Open now. May take milliseconds: not for an event loop. */
    long open();

    /** The limit of the process. */
    long most();
}
