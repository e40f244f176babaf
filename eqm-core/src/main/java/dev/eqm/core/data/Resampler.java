package dev.eqm.core.data;

/**
 * Changes the size of pictures with the bits that Pillow's {@code Image.resize} gives.
 *
 * <p>Rows first, then columns; each pass is rounded and clipped to bytes; a pass that changes
 * nothing is left out. (Where the width grows while the height shrinks, some versions of Pillow
 * begin with the columns. The centre crop never does that.) Weights are normalised in double and
 * then fixed-point numbers of 22 fraction bits. With the scale s = old/new and f = max(s, 1), new
 * pixel i lies at c = (i + ½)·s and sees the old pixels from ⌊c − r·f + ½⌋ up to and without ⌊c +
 * r·f + ½⌋, r being the filter's support.
 */
final class Resampler {
    private static final int FRACTION = 32 - 8 - 2; // a byte, a sign and one bit to spare
    private static final int HALF = 1 << (FRACTION - 1);

    /** Where new pixel i begins to look, and the weights of what it sees. */
    private record Window(int first, int[] weights) {}

    private Resampler() {}

    /** The picture at another size, both sides at least 1. */
    static Picture resize(Picture picture, int height, int width, Resampling filter) {
        Picture across = picture;
        if (width != picture.width()) {
            across = rows(picture, windows(picture.width(), width, filter));
        }
        return height == picture.height()
                ? across
                : columns(across, windows(picture.height(), height, filter));
    }

    /** The windows of all new pixels along one side. */
    private static Window[] windows(int from, int to, Resampling filter) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double reach = filter.support() * stretch;
        double shrink = 1 / stretch; // multiplied, not divided by: the last bit counts
        Window[] windows = new Window[to];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(from, (int) (centre + reach + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = filter.weight((j + first - centre + 0.5) * shrink);
                sum += weights[j];
            }
            windows[i] = new Window(first, fixed(weights, sum));
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

    /** Another width. */
    private static Picture rows(Picture p, Window[] windows) {
        int channels = p.channels();
        byte[] out = new byte[Math.multiplyExact(p.height() * channels, windows.length)];
        int to = 0;
        for (int y = 0; y < p.height(); y++) {
            int row = y * p.width() * channels;
            for (Window window : windows) {
                for (int c = 0; c < channels; c++) {
                    int from = row + window.first() * channels + c;
                    out[to++] = weighted(p.pixels(), from, channels, window.weights());
                }
            }
        }
        return new Picture(out, p.height(), windows.length, channels);
    }

    /** Another height. */
    private static Picture columns(Picture p, Window[] windows) {
        int stride = p.width() * p.channels();
        byte[] out = new byte[Math.multiplyExact(stride, windows.length)];
        int to = 0;
        for (Window window : windows) {
            for (int i = 0; i < stride; i++) {
                int from = window.first() * stride + i;
                out[to++] = weighted(p.pixels(), from, stride, window.weights());
            }
        }
        return new Picture(out, windows.length, p.width(), p.channels());
    }

    /** Pixels {@code step} apart, weighted, rounded and clipped: bicubic weights overshoot. */
    private static byte weighted(byte[] pixels, int from, int step, int[] weights) {
        int sum = HALF;
        int at = from;
        for (int weight : weights) {
            sum += weight * (pixels[at] & 0xFF);
            at += step;
        }
        return (byte) Math.max(0, Math.min(255, sum >> FRACTION));
    }
}
