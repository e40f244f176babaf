package dev.eqm.core.data;

import java.util.Arrays;

/**
 * Changes the size of pictures with the bits that Pillow's {@code Image.resize} gives.
 *
 * <p>Rows first, then columns; each pass is rounded and clipped to bytes; a pass that changes
 * nothing is left out. (Where the width grows while the height shrinks, some versions of Pillow
 * begin with the columns. The centre crop never does that.) Weights are normalised in double and
 * then fixed-point numbers of 22 fraction bits. With the scale s = old/new and f = max(s, 1), new
 * pixel i lies at c = (i + ½)·s and sees the old pixels from ⌊c − r·f + ½⌋ up to and without ⌊c +
 * r·f + ½⌋, r being the filter's support.
 *
 * <p>A part of the new picture can be asked for: it has the pixels of the whole one, and the others
 * are not computed. Between the passes levels are ints, row by row, so that the second pass is sums
 * over whole rows, which the JIT turns into vector instructions.
 */
final class Resampler {
    private static final int FRACTION = 32 - 8 - 2; // a byte, a sign and one bit to spare
    private static final int HALF = 1 << (FRACTION - 1);

    /** Where new pixel i begins to look, and the weights of what it sees. */
    private record Window(int first, int[] weights) {}

    /**
     * Which new pixels along one side are wanted.
     *
     * @param whole how many there are in all
     * @param from the first one that is wanted
     * @param count how many are
     */
    record Side(int whole, int from, int count) {
        /** All of them. */
        static Side all(int whole) {
            return new Side(whole, 0, whole);
        }
    }

    private Resampler() {}

    /** The picture at another size, both sides at least 1. */
    static Picture resize(Picture picture, int height, int width, Resampling filter) {
        return resize(picture, Side.all(height), Side.all(width), filter);
    }

    /** A part of the picture at another size. */
    static Picture resize(Picture p, Side height, Side width, Resampling filter) {
        if (height.whole() == p.height() && width.whole() == p.width()) {
            return cut(p, height, width);
        }
        if (filter == Resampling.BOX
                && 2 * height.whole() == p.height()
                && 2 * width.whole() == p.width()) {
            return halved(p, height, width);
        }
        Window[] down = windows(p.height(), height, filter);
        int top = down[0].first();
        Window last = down[down.length - 1];
        int bottom = last.first() + last.weights().length;
        int[] levels = rows(p, top, bottom, width, filter);
        int stride = width.count() * p.channels();
        byte[] out =
                height.whole() == p.height() ? bytes(levels) : columns(levels, top, stride, down);
        return new Picture(out, height.count(), width.count(), p.channels());
    }

    /** Exactly half of both sides: (a + b + 1)/2 along the rows, then along the columns. */
    private static Picture halved(Picture p, Side height, Side width) {
        int c = p.channels();
        byte[] from = p.pixels();
        int stride = p.width() * c;
        byte[] out = new byte[Math.multiplyExact(height.count() * c, width.count())];
        int to = 0;
        for (int y = 0; y < height.count(); y++) {
            int upper = 2 * (height.from() + y) * stride + 2 * width.from() * c;
            for (int x = 0; x < width.count(); x++, upper += 2 * c) {
                for (int k = upper; k < upper + c; k++) {
                    int a = ((from[k] & 0xFF) + (from[k + c] & 0xFF) + 1) >> 1;
                    int b = ((from[k + stride] & 0xFF) + (from[k + stride + c] & 0xFF) + 1) >> 1;
                    out[to++] = (byte) ((a + b + 1) >> 1);
                }
            }
        }
        return new Picture(out, height.count(), width.count(), c);
    }

    /** A part of a picture that keeps its size. */
    private static Picture cut(Picture p, Side height, Side width) {
        if (height.count() == p.height() && width.count() == p.width()) {
            return p;
        }
        int row = width.count() * p.channels(); // [W, C]
        byte[] out = new byte[height.count() * row];
        for (int y = 0; y < height.count(); y++) {
            int from = ((height.from() + y) * p.width() + width.from()) * p.channels();
            System.arraycopy(p.pixels(), from, out, y * row, row);
        }
        return new Picture(out, height.count(), width.count(), p.channels());
    }

    /** The windows of the wanted new pixels along one side; of the same size, the pixels. */
    private static Window[] windows(int old, Side side, Resampling filter) {
        Window[] windows = new Window[side.count()];
        double scale = (double) old / side.whole();
        double stretch = Math.max(scale, 1);
        double reach = filter.support() * stretch;
        double shrink = 1 / stretch; // multiplied, not divided by: the last bit counts
        for (int k = 0; k < windows.length; k++) {
            int i = side.from() + k;
            if (old == side.whole()) {
                windows[k] = new Window(i, new int[] {1 << FRACTION});
                continue;
            }
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(old, (int) (centre + reach + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = filter.weight((j + first - centre + 0.5) * shrink);
                sum += weights[j];
            }
            windows[k] = new Window(first, fixed(weights, sum));
        }
        return windows;
    }

    /** Weights of sum 1 in fixed point, rounded away from 0 at a half. */
    private static int[] fixed(double[] weights, double sum) {
        int[] fixed = new int[weights.length];
        for (int j = 0; j < fixed.length; j++) {
            double w = weights[j] / sum * (1 << FRACTION);
            fixed[j] = (int) (w < 0 ? w - 0.5 : w + 0.5);
        }
        return fixed;
    }

    /** Another width: levels of the rows from top up to and without bottom, [rows, W, C]. */
    private static int[] rows(Picture p, int top, int bottom, Side width, Resampling filter) {
        int channels = p.channels();
        byte[] pixels = p.pixels();
        int[] out = new int[Math.multiplyExact((bottom - top) * channels, width.count())];
        if (width.whole() == p.width()) {
            int stride = width.count() * channels;
            for (int y = top, to = 0; y < bottom; y++) {
                int from = (y * p.width() + width.from()) * channels;
                for (int i = 0; i < stride; i++) {
                    out[to++] = pixels[from + i] & 0xFF;
                }
            }
            return out;
        }
        Window[] windows = windows(p.width(), width, filter);
        for (int y = top, to = 0; y < bottom; y++) {
            int row = y * p.width() * channels;
            if (channels == 3) {
                colours(pixels, row, windows, out, to);
            } else {
                greys(pixels, row, windows, out, to);
            }
            to += windows.length * channels;
        }
        return out;
    }

    private static void colours(byte[] pixels, int row, Window[] windows, int[] out, int start) {
        int to = start;
        for (Window window : windows) {
            int at = row + 3 * window.first();
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int weight : window.weights()) {
                red += weight * (pixels[at] & 0xFF);
                green += weight * (pixels[at + 1] & 0xFF);
                blue += weight * (pixels[at + 2] & 0xFF);
                at += 3;
            }
            out[to] = level(red);
            out[to + 1] = level(green);
            out[to + 2] = level(blue);
            to += 3;
        }
    }

    private static void greys(byte[] pixels, int row, Window[] windows, int[] out, int start) {
        int to = start;
        for (Window window : windows) {
            int at = row + window.first();
            int sum = HALF;
            for (int weight : window.weights()) {
                sum += weight * (pixels[at++] & 0xFF);
            }
            out[to++] = level(sum);
        }
    }

    /**
     * Another height.
     *
     * @param levels of the rows from {@code top} on
     * @param stride numbers of a row
     */
    private static byte[] columns(int[] levels, int top, int stride, Window[] windows) {
        byte[] out = new byte[Math.multiplyExact(stride, windows.length)];
        int[] sums = new int[stride];
        int to = 0;
        for (Window window : windows) {
            Arrays.fill(sums, HALF);
            int from = (window.first() - top) * stride;
            for (int weight : window.weights()) {
                add(levels, from, weight, sums);
                from += stride;
            }
            for (int i = 0; i < stride; i++) {
                out[to++] = (byte) level(sums[i]);
            }
        }
        return out;
    }

    /** sums += weight · row. */
    private static void add(int[] levels, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * levels[from + i];
        }
    }

    private static byte[] bytes(int[] levels) {
        byte[] out = new byte[levels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) levels[i];
        }
        return out;
    }

    /** Rounded and clipped: bicubic weights overshoot. */
    private static int level(int sum) {
        return Math.max(0, Math.min(255, sum >> FRACTION));
    }
}
