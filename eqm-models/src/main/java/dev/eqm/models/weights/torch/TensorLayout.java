package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;
import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.Arrays;

/**
 * Where a tensor's elements lie in its storage: element (i₁, …, iₙ) at offset + Σ iₖ·strideₖ, in
 * elements. All arithmetic is exact.
 *
 * <p>Row-major elements have strides (b·c, c, 1) for sizes [a, b, c]; the transpose of a matrix [m,
 * n] has size [n, m] and strides (1, n); a slice has an offset. Such tensors are in checkpoints
 * when a view was saved without {@code contiguous()}.
 *
 * @param sizes none negative
 * @param strides none negative, as many as sizes
 */
record TensorLayout(long offset, long[] sizes, long[] strides) {
    static final int MAX_RANK = 16;

    TensorLayout {
        sizes = sizes.clone();
        strides = strides.clone();
        if (sizes.length != strides.length) {
            throw broken(
                    "a tensor of size %s has %s strides", Arrays.toString(sizes), strides.length);
        }
    }

    @Override
    public long[] sizes() {
        return sizes.clone();
    }

    @Override
    public long[] strides() {
        return strides.clone();
    }

    /** The product of the sizes. */
    long count() {
        long count = 1;
        for (long size : sizes) {
            if (size == 0) {
                return 0;
            }
            count = exact(count, size, 0);
        }
        return count;
    }

    /**
     * Elements from the first to the last one, both included.
     *
     * <p>1 + Σ (sizeᵢ − 1)·strideᵢ; 0 for a tensor without elements.
     */
    long span() {
        if (count() == 0) {
            return 0;
        }
        long last = 0;
        for (int i = 0; i < sizes.length; i++) {
            last = exact(sizes[i] - 1, strides[i], last);
        }
        return exact(1, last, 1);
    }

    /**
     * Checks the layout against a storage.
     *
     * <p>Stride 0 repeats elements, so that a few bytes could claim to be an array of any size: a
     * tensor may not have more elements than its storage.
     *
     * @throws IllegalArgumentException if it reaches beyond it, or shows elements of it repeatedly
     */
    void requireInside(long elements) {
        long end = exact(1, span(), offset);
        require(
                end <= elements,
                "%s ends at element %s of a storage of only %s",
                this,
                end,
                elements);
        if (count() > elements) {
            throw broken(
                    "%s repeats the elements of a storage of %s: save a clone() of it",
                    this, elements);
        }
    }

    /** Whether the elements follow one another, the last index fastest. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (sizes[i] != 1 && strides[i] != expected) {
                return count() == 0;
            }
            expected = Math.multiplyExact(expected, sizes[i]);
        }
        return true;
    }

    private long exact(long a, long b, long plus) {
        try {
            return Math.addExact(Math.multiplyExact(a, b), plus);
        } catch (ArithmeticException e) {
            throw new BrokenRuleException(this + " overflows 64 bits", e);
        }
    }

    @Override
    public String toString() {
        return "size %s with strides %s at %d"
                .formatted(Arrays.toString(sizes), Arrays.toString(strides), offset);
    }
}
