package dev.sluice.sdk;

/** Where the flags that decide have come from. */
public enum FlagSource {

    /** From what the client follows: the server, or the file of {@link FlagClient#fromFile}. */
    LIVE,

    /** From the copy on disk that an earlier run of this program has left. */
    DISK_COPY,

    /** From the resource that was bundled with the program. */
    BOOTSTRAP
}
