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
        return new Vectors(images.size(), images.shape().elementCount(), images::read);
    }

    /**
     * Rows of a matrix in memory.
     *
     * @param values [N, D], not copied
     */
    static VectorSet of(float[] values, int dimension) {
        require(
                dimension >= 1 && values.length >= dimension && values.length % dimension == 0,
                "complete rows of " + dimension + " numbers are needed, got %s numbers",
                values.length);
        Reader reader =
                (index, into, offset) -> {
                    int from = Math.multiplyExact(index, dimension);
                    System.arraycopy(values, from, into, offset, dimension);
                };
        return new Vectors(values.length / dimension, dimension, reader);
    }

    /** Where vectors come from, as {@link #read} has it. */
    @FunctionalInterface
    interface Reader {
        void read(int index, float[] into, int offset);
    }

    /** A set whose size is known, with something that reads its vectors. */
    record Vectors(int size, int dimension, Reader reader) implements VectorSet {
        @Override
        public void read(int index, float[] into, int offset) {
            reader.read(index, into, offset);
        }
    }
}
