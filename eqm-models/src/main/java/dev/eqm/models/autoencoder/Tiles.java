package dev.eqm.models.autoencoder;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How large pictures are cut: into overlapping squares that are coded one by one and blended
 * linearly over a quarter of their side, as diffusers' tiling does.
 *
 * <p>A picture that fits into one tile is coded whole, to the same bits. Deviation: beyond that,
 * group norms and the attention see a tile, not the picture, so colours differ slightly from the
 * untiled picture's; memory stays that of one tile.
 *
 * @param size side of a tile in pixels of the picture; 0: never cut
 */
public record Tiles(int size) {
    /** Pictures are coded whole. */
    public static final Tiles NONE = new Tiles(0);

    private static final int SHARE = 4; // of a side that overlaps: a quarter

    public Tiles {
        require(size >= 0, "tile must not be negative, got %s", size);
    }

    /**
     * Checks that tiles and their overlaps are whole latents.
     *
     * @param factor f, pixels a latent
     */
    public void requireFits(int factor) {
        require(
                size % (SHARE * factor) == 0,
                "tile must be a multiple of %s pixels (a quarter of a tile is a whole number of latents), got %s",
                SHARE * factor,
                size);
    }

    /** Whether an array of this height and width is cut; side: of a tile in its units. */
    private static boolean cuts(Shape shape, int side) {
        return side > 0 && (shape.get(2) > side || shape.get(3) > side);
    }

    /**
     * Codes an array tile by tile.
     *
     * @param x [N, C, H, W]
     * @param into side of a tile of {@code x}
     * @param outOf side of what a whole tile becomes
     * @param code of one tile
     * @return [N, C', H', W'], owned by the caller's scope
     */
    static NDArray code(NDArray x, int into, int outOf, UnaryOperator<NDArray> code) {
        if (!cuts(x.getShape(), into)) {
            return code.apply(x);
        }
        try (Scope scope = Scope.open();
                Arena arena = Arena.open(x.getDevice(), "seams")) {
            NDList rows = new NDList();
            List<NDArray> above = List.of();
            for (long top = 0; top < x.getShape().get(2); top += step(into)) {
                List<NDArray> row = row(x, top, into, code);
                NDList cropped = new NDList();
                for (int i = 0; i < row.size(); i++) {
                    NDArray tile = row.get(i);
                    if (!above.isEmpty()) {
                        tile = blended(arena, tile, above.get(i), outOf, 2);
                    }
                    if (i > 0) {
                        tile = blended(arena, tile, row.get(i - 1), outOf, 3);
                    }
                    row.set(i, tile); // what the next ones fade in from is the blended tile
                    cropped.add(tile.get(new NDIndex(":, :, :{}, :{}", step(outOf), step(outOf))));
                }
                rows.add(NDArrays.concat(cropped, 3));
                above = row;
            }
            return scope.keep(NDArrays.concat(rows, 2));
        }
    }

    private static int step(int side) {
        return side - side / SHARE;
    }

    private static List<NDArray> row(NDArray x, long top, int side, UnaryOperator<NDArray> code) {
        List<NDArray> row = new ArrayList<>();
        long bottom = Math.min(x.getShape().get(2), top + side);
        for (long left = 0; left < x.getShape().get(3); left += step(side)) {
            long right = Math.min(x.getShape().get(3), left + side);
            try (Scope one = Scope.open()) {
                NDArray tile = x.get(new NDIndex(":, :, {}:{}, {}:{}", top, bottom, left, right));
                row.add(one.keep(code.apply(tile.duplicate())));
            }
        }
        return row;
    }

    private static NDArray blended(Arena arena, NDArray tile, NDArray before, int side, int axis) {
        long most = Math.min(tile.getShape().get(axis), before.getShape().get(axis));
        int r = (int) Math.min(most, side / SHARE);
        float[] ramp = new float[r];
        for (int i = 0; i < r; i++) {
            ramp[i] = i / (float) r;
        }
        return axis == 2
                ? DiagonalGaussian.KERNEL.call("below", tile, before, arena.of(ramp, r, 1))
                : DiagonalGaussian.KERNEL.call("beside", tile, before, arena.of(ramp, 1, r));
    }
}
