package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.List;

/**
 * Bytes to model units and back: 0 to 255 on disk, [-1, 1] in a model.
 *
 * <p>The two directions are the published ones and not each other's exact inverse on paper: in is
 * torchvision's ToTensor and Normalize(0.5, 0.5), out is {@code clamp(127.5x + 128, 0, 255)}
 * truncated. Every byte survives the round trip.
 */
public final class Pixels {
    private static final float[] NORMALIZED = new float[256];

    static {
        for (int b = 0; b < 256; b++) {
            NORMALIZED[b] = (b / 255f - 0.5f) / 0.5f;
        }
    }

    private Pixels() {}

    /** (b/255 − 0.5)/0.5 in float32, the bits that torchvision gives; b in [0, 255]. */
    public static float normalize(int b) {
        return NORMALIZED[b];
    }

    /** The same for {@code count} bytes from {@code from} on. */
    static void normalize(byte[] bytes, int from, float[] into, int offset, int count) {
        for (int i = 0; i < count; i++) {
            into[offset + i] = NORMALIZED[bytes[from + i] & 0xFF];
        }
    }

    /**
     * Model output as image bytes, {@code clamp(127.5x + 128, 0, 255)} truncated, in float32.
     *
     * @param x [N, C, H, W], all finite
     * @return uint8 [N, H, W, C], the layout of picture files and of the usual FID tools
     */
    public static byte[] toBytes(float[] x, int n, int c, int h, int w) {
        long count = (long) n * c * h * w;
        List<Integer> nchw = List.of(n, c, h, w);
        require(x.length == count, "%s needs %d values, got %d", nchw, count, x.length);
        byte[] bytes = new byte[x.length];
        int plane = h * w;
        for (int i = 0; i < x.length; i++) {
            int image = i / (c * plane);
            int channel = i / plane % c;
            int pixel = i % plane;
            bytes[(image * plane + pixel) * c + channel] = toByte(x[i], image);
        }
        return bytes;
    }

    private static byte toByte(float x, int image) {
        if (!Float.isFinite(x)) {
            throw new BrokenRuleException(
                    "image "
                            + image
                            + " contains "
                            + x
                            + ": a model that diverged produces no image");
        }
        return (byte) Math.max(0, Math.min(255, (int) (127.5f * x + 128f)));
    }
}
