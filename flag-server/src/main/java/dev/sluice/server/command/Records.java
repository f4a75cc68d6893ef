package dev.sluice.server.command;

import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.FlagReading.Trouble;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.store.NotUnderstoodException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of wire records. A record in force that says something this version does not know is never replaced by one that says
 * less; one that contradicts its own form is nobody's, and may be.
 */
final class Records {

    private static final WireCodec CODEC = new WireCodec();

    private Records() {}

    /**
     * The record of a flag, to take the place of the one in force.
     *
     * @throws NotUnderstoodException if something would be lost
     */
    static byte[] of(Flag flag, String environment, @Nullable WireRecord present) {
        byte[] written = CODEC.write(flag);
        if (present == null) {
            return written;
        }
        String place = "the record of flag " + flag.key() + " in environment " + environment;
        FlagReading reading = CODEC.readFlag(flag.key(), present.bytes());
        if (reading instanceof FlagReading.Understood understood) {
            return Unknown.carried(place, present.bytes(), CODEC.write(understood.flag()), Set.of(), written);
        }
        var trouble = (FlagReading.NotUnderstood) reading;
        if (trouble.trouble() == Trouble.UNKNOWN) {
            throw new NotUnderstoodException(place, trouble.why());
        }
        return written;
    }

    /**
     * The record of a segment, to take the place of the one in force.
     *
     * @throws NotUnderstoodException if something would be lost
     */
    static byte[] of(SegmentDocument segment, String environment, @Nullable WireRecord present) {
        byte[] written = CODEC.write(segment.wire());
        if (present == null) {
            return written;
        }
        String place = "the record of segment " + segment.key() + " in environment " + environment;
        SegmentReading reading = CODEC.readSegment(segment.key(), present.bytes());
        if (reading instanceof SegmentReading.Understood understood) {
            return Unknown.carried(place, present.bytes(), CODEC.write(understood.segment()), Set.of(), written);
        }
        throw new NotUnderstoodException(place, ((SegmentReading.NotUnderstood) reading).why());
    }
}
