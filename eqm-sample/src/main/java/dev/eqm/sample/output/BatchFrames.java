package dev.eqm.sample.output;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pictures of one batch at chosen steps: its first rows alone, a sample that has finished as it
 * was then.
 */
final class BatchFrames {
    private final Decoder decoder;
    private final FrameSteps frames;
    private final int wanted;
    private final List<byte[][]> rows = new ArrayList<>(); // a sample: its frames [H, W, C]
    private int next; // frame

    /**
     * Nothing taken yet.
     *
     * @param wanted how many samples are shown, if the batch has so many; none if not positive
     */
    BatchFrames(Decoder decoder, FrameSteps frames, int wanted) {
        this.decoder = decoder;
        this.frames = frames;
        this.wanted = wanted;
    }

    /** Before the first update. */
    void begin(NDArray noise) {
        int all = Math.toIntExact(noise.getShape().get(0));
        for (int i = 0; i < Math.min(all, wanted); i++) {
            rows.add(new byte[frames.size()][]);
        }
        take(0, noise, IntStream.range(0, all).toArray());
    }

    /**
     * After an update. Shown samples come first, so they are the first rows; some may have left.
     *
     * @param of which sample of the batch each row is, ascending
     */
    void take(int number, NDArray states, int[] of) {
        if (!frames.contains(number)) {
            return;
        }
        int shown = (int) Arrays.stream(of).filter(row -> row < rows.size()).count();
        byte[] pixels = pixels(states, shown);
        for (int i = 0; i < shown; i++) {
            rows.get(of[i])[next] = picture(pixels, i);
        }
        next++;
    }

    /** The frames of every shown sample; what was not taken after it had finished is its end. */
    List<byte[][]> ended(NDArray states) {
        byte[] last = pixels(states, rows.size());
        for (int row = 0; row < rows.size(); row++) {
            byte[][] own = rows.get(row);
            for (int k = 0; k < own.length; k++) {
                own[k] = own[k] == null ? picture(last, row) : own[k];
            }
        }
        return List.copyOf(rows);
    }

    private byte[] pixels(NDArray states, int shown) {
        if (shown == 0) {
            return new byte[0];
        }
        try (Scope scope = Scope.open()) {
            return decoder.pixels(states.get(new NDIndex("0:{}", shown)));
        }
    }

    private byte[] picture(byte[] all, int row) {
        int size = decoder.shape().elementCount();
        return Arrays.copyOfRange(all, row * size, (row + 1) * size);
    }
}
