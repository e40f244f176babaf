package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.Resampler.Side;
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

    /** The square, [size, size, C]; what is cut off is not computed. */
    public Picture apply(Picture picture) {
        Picture p = picture;
        while (Math.min(p.height(), p.width()) >= 2L * size) {
            p = Resampler.resize(p, p.height() / 2, p.width() / 2, Resampling.BOX);
        }
        return Resampler.resize(p, middle(p, p.height()), middle(p, p.width()), Resampling.BICUBIC);
    }

    /**
     * The square as networks see it, {@link Pixels#normalize(int)}.
     *
     * @param into receives [C, size, size] from {@code offset} on
     */
    public void into(Picture picture, float[] into, int offset) {
        byte[] planes = apply(picture).planes();
        Pixels.normalize(planes, 0, into, offset, planes.length);
    }

    /** The square and what was before it. */
    public Stages stages(Picture picture) {
        List<Picture> halved = new ArrayList<>();
        Picture p = picture;
        while (Math.min(p.height(), p.width()) >= 2L * size) {
            p = Resampler.resize(p, p.height() / 2, p.width() / 2, Resampling.BOX);
            halved.add(p);
        }
        Side height = middle(p, p.height());
        Side width = middle(p, p.width());
        Picture scaled = Resampler.resize(p, height.whole(), width.whole(), Resampling.BICUBIC);
        Picture cropped = Resampler.resize(scaled, height, width, Resampling.BICUBIC);
        return new Stages(halved, scaled, cropped);
    }

    /**
     * What is kept along one side when the shorter one becomes that of the square; of an odd margin
     * the smaller half is at the top and left, as Python's // has it.
     */
    private Side middle(Picture p, int side) {
        double scale = size / (double) Math.min(p.height(), p.width());
        int whole = (int) Math.rint(side * scale); // halves to even, as Python's round
        return new Side(whole, (whole - size) / 2, size);
    }
}
