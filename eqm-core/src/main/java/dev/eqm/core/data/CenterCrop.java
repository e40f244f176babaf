package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.List;

/**
 * The square that ADM, DiT, SiT and EqM cut out of a picture, bit for bit ({@code center_crop_arr}
 * over Pillow): while the shorter side is at least twice the size, both sides are halved with BOX;
 * then the shorter side becomes {@code size} with BICUBIC; then the centre is cut out. Smaller
 * pictures grow.
 *
 * @param size H = W of the result
 */
public record CenterCrop(int size) {
    /**
     * What a picture becomes on the way.
     *
     * @param halved after each halving
     * @param scaled the shorter side is {@code size}
     * @param cropped the result
     */
    public record Stages(List<Picture> halved, Picture scaled, Picture cropped) {}

    public CenterCrop {
        require(size >= 1, "size must be at least 1, got %s", size);
    }

    /** The square, [size, size, C]. */
    public Picture apply(Picture picture) {
        return stages(picture).cropped();
    }

    /** The square and what was before it. */
    public Stages stages(Picture picture) {
        List<Picture> halved = new ArrayList<>();
        Picture p = picture;
        while (Math.min(p.height(), p.width()) >= 2L * size) {
            p = Resampler.resize(p, p.height() / 2, p.width() / 2, Resampling.BOX);
            halved.add(p);
        }
        double scale = size / (double) Math.min(p.height(), p.width());
        int height = (int) Math.rint(p.height() * scale); // halves to even, as Python's round
        int width = (int) Math.rint(p.width() * scale);
        Picture scaled = Resampler.resize(p, height, width, Resampling.BICUBIC);
        return new Stages(halved, scaled, cut(scaled));
    }

    /**
     * The middle; of an odd margin the smaller half is at the top and left, as Python's // has it.
     */
    private Picture cut(Picture p) {
        int top = (p.height() - size) / 2;
        int left = (p.width() - size) / 2;
        int row = size * p.channels(); // [W, C]
        byte[] out = new byte[size * row];
        for (int y = 0; y < size; y++) {
            int from = ((top + y) * p.width() + left) * p.channels();
            System.arraycopy(p.pixels(), from, out, y * row, row);
        }
        return new Picture(out, size, size, p.channels());
    }
}
