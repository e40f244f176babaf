package dev.eqm.core.data;

/** The plain way to {@link Resampler}'s bits: every new pixel and channel on its own. */
final class TwinResampler {
    private static final int FRACTION = 22;
    private static final int HALF = 1 << (FRACTION - 1);

    private record Window(int first, int[] weights) {}

    private TwinResampler() {}

    /** {@link CenterCrop} over it, with the whole picture scaled before it is cut. */
    static Picture crop(Picture picture, int size) {
        Picture p = picture;
        while (Math.min(p.height(), p.width()) >= 2L * size) {
            p = resize(p, p.height() / 2, p.width() / 2, Resampling.BOX);
        }
        double scale = size / (double) Math.min(p.height(), p.width());
        int height = (int) Math.rint(p.height() * scale);
        int width = (int) Math.rint(p.width() * scale);
        p = resize(p, height, width, Resampling.BICUBIC);
        int c = p.channels();
        byte[] out = new byte[size * size * c];
        for (int i = 0; i < out.length; i++) {
            int y = (height - size) / 2 + i / c / size;
            int x = (width - size) / 2 + i / c % size;
            out[i] = p.pixels()[(y * width + x) * c + i % c];
        }
        return new Picture(out, size, size, c);
    }

    static Picture resize(Picture picture, int height, int width, Resampling filter) {
        Picture across = picture;
        int c = picture.channels();
        if (width != picture.width()) {
            Window[] windows = windows(picture.width(), width, filter);
            byte[] out = new byte[picture.height() * width * c];
            for (int i = 0; i < out.length; i++) {
                Window w = windows[i / c % width];
                int from = (i / c / width * picture.width() + w.first()) * c + i % c;
                out[i] = weighted(picture.pixels(), from, c, w.weights());
            }
            across = new Picture(out, picture.height(), width, c);
        }
        if (height == picture.height()) {
            return across;
        }
        Window[] windows = windows(picture.height(), height, filter);
        int stride = width * c;
        byte[] out = new byte[height * stride];
        for (int i = 0; i < out.length; i++) {
            Window w = windows[i / stride];
            int from = w.first() * stride + i % stride;
            out[i] = weighted(across.pixels(), from, stride, w.weights());
        }
        return new Picture(out, height, width, c);
    }

    private static Window[] windows(int from, int to, Resampling filter) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double reach = filter.support() * stretch;
        double shrink = 1 / stretch;
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
            int[] fixed = new int[weights.length];
            for (int j = 0; j < fixed.length; j++) {
                double w = weights[j] / sum * (1 << FRACTION);
                fixed[j] = (int) (w < 0 ? w - 0.5 : w + 0.5);
            }
            windows[i] = new Window(first, fixed);
        }
        return windows;
    }

    private static byte weighted(byte[] pixels, int from, int step, int[] weights) {
        int sum = HALF;
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j] * (pixels[from + j * step] & 0xFF);
        }
        return (byte) Math.max(0, Math.min(255, sum >> FRACTION));
    }
}
