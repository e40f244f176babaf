package dev.eqm.train.log;

import dev.eqm.core.data.Picture;
import java.util.Map;

/**
 * TensorBoard's events as bytes of {@code tensorflow.Event}.
 *
 * <p>The field numbers are those of TensorFlow's {@code event.proto} and {@code summary.proto}: of
 * an event 1 time, 2 step, 3 version of the file, 5 summary, 7 log of the session; of a summary 1
 * its values; of a value 1 tag, 2 number, 4 image; of an image 1 height, 2 width, 3 channels, 4 the
 * bytes of its file. A number is a float32 there, so it has seven digits.
 *
 * @param wallTime seconds since 1970
 * @param step of the run
 */
record Events(double wallTime, long step) {
    private static final int START = 1; // SessionLog.SessionStatus

    /** What a file begins with. */
    byte[] version() {
        return event().text(3, "brain.Event:2").toBytes();
    }

    /** From here on a run goes on: events of this step and later ones in older files are void. */
    byte[] start() {
        return event().message(7, new Protobuf().integer(1, START)).toBytes();
    }

    /** Tag -> value. */
    byte[] scalars(Map<String, Double> values) {
        Protobuf summary = new Protobuf();
        values.forEach(
                (tag, value) ->
                        summary.message(
                                1, new Protobuf().text(1, tag).float32(2, value.floatValue())));
        return event().message(5, summary).toBytes();
    }

    /**
     * One image.
     *
     * @param png its file
     * @param picture what is in the file, for its size
     */
    byte[] image(String tag, byte[] png, Picture picture) {
        Protobuf image =
                new Protobuf()
                        .integer(1, picture.height())
                        .integer(2, picture.width())
                        .integer(3, picture.channels()) // 1 is grey, 3 is RGB
                        .bytes(4, png);
        Protobuf value = new Protobuf().text(1, tag).message(4, image);
        return event().message(5, new Protobuf().message(1, value)).toBytes();
    }

    private Protobuf event() {
        return new Protobuf().float64(1, wallTime).integer(2, step);
    }
}
