package dev.eqm.sample.evaluation.neighbours;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageSource;

/** Vectors of one length, numbered from 0; read from several threads at once. */
public interface VectorSet {
    /** How many there are, at least 1. */
    int size();

    /** D, the entries of each. */
    int dimension();

    /** Writes vector {@code index} to {@code into[offset ...]}, D floats. */
    void read(int index, float[] into, int offset);

    /** The images of a set as vectors of their C·H·W pixels. */
    static VectorSet of(ImageSource images) {
        return new VectorSet() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public int dimension() {
                return images.shape().elementCount();
            }

            @Override
            public void read(int index, float[] into, int offset) {
                images.read(index, into, offset);
            }
        };
    }

    /**
     * Rows of a matrix in memory.
     *
     * @param values [N, D], not copied
     */
    static VectorSet of(float[] values, int dimension) {
        require(
                dimension >= 1 && values.length >= dimension && values.length % dimension == 0,
                "whole rows of " + dimension + " numbers are needed, got %s numbers",
                values.length);
        return new VectorSet() {
            @Override
            public int size() {
                return values.length / dimension;
            }

            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public void read(int index, float[] into, int offset) {
                System.arraycopy(
                        values, Math.multiplyExact(index, dimension), into, offset, dimension);
            }
        };
    }
}
