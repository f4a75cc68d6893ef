package dev.sluice.jmh.limit;

/** One flag, written by hand. */
interface Feature {
    boolean isOn(User user);
}
