package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;

/**
 * The moves of a {@link Sampler} on a field, or on what is left of it.
 *
 * @param energies whether steps carry energies, where the field knows any
 */
record DescentMove(Sampler sampler, CountingField field, boolean energies) implements Loop.Move {
    @Override
    public Step step(int number, NDArray x, NDList state) {
        double factor = sampler.schedule().factor(number, sampler.stop().maximum());
        Tick tick = new Tick(number, factor);
        CountingField now = field.atStep(number);
        if (!energies || !now.knowsEnergy()) {
            return sampler.rule().step(now, x, state, tick);
        }
        Watched watched = new Watched(now);
        return sampler.rule().step(watched, x, state, tick).with(watched.seen);
    }

    @Override
    public DescentMove restricted(int[] rows) {
        return new DescentMove(sampler, field.restricted(rows), energies);
    }

    @Override
    public void close() {
        field.close();
    }

    /** Remembers the energies where a gradient was last taken: no evaluation more. */
    private static final class Watched implements Field {
        private final Field field;
        private double[] seen = {};

        private Watched(Field field) {
            this.field = field;
        }

        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray energy(NDArray x) {
            return field.energy(x);
        }

        @Override
        public NDArray gradient(NDArray x) {
            return at(x).gradient();
        }

        @Override
        public Point at(NDArray x) {
            Point point = field.at(x);
            seen = Arithmetic.numbers(point.energy());
            return point;
        }

        @Override
        public int evaluationsOf(int row) {
            return field.evaluationsOf(row);
        }

        @Override
        public boolean isRestrictable() {
            return field.isRestrictable();
        }

        @Override
        public Field restricted(int[] rows) {
            return field.restricted(rows);
        }
    }
}
