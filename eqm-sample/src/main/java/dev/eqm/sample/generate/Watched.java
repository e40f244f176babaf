package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.guidance.Conditioner;

/**
 * What another conditioner makes, with somebody told before every evaluation. Integrators that
 * choose their steps are silent until they arrive; their evaluations are not.
 *
 * @param look may throw, which ends the run
 */
record Watched(Conditioner conditioner, Runnable look) implements Conditioner {
    @Override
    public void requireFits(FieldModel model) {
        conditioner.requireFits(model);
    }

    @Override
    public Field condition(FieldModel model, int first, long[] labels) {
        return new WatchedField(conditioner.condition(model, first, labels), look);
    }

    @Override
    public VelocityField velocity(FieldModel model, int first, long[] labels) {
        return new WatchedVelocity(conditioner.velocity(model, first, labels), look);
    }

    private record WatchedField(Field field, Runnable look) implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            look.run();
            return field.gradient(x);
        }

        @Override
        public boolean knowsEnergy() {
            return field.knowsEnergy();
        }

        @Override
        public NDArray energy(NDArray x) {
            look.run();
            return field.energy(x);
        }

        @Override
        public int evaluationsOf(int row) {
            return field.evaluationsOf(row);
        }

        @Override
        public Point at(NDArray x) {
            look.run();
            return field.at(x);
        }

        @Override
        public Field restricted(int[] rows) {
            return over(field.restricted(rows));
        }

        @Override
        public Field atStep(int number) {
            return over(field.atStep(number));
        }

        /** The same object for the same field: who asked closes only what is new. */
        private Field over(Field other) {
            return other == field ? this : new WatchedField(other, look);
        }

        @Override
        public void close() {
            field.close();
        }
    }

    private record WatchedVelocity(VelocityField field, Runnable look) implements VelocityField {
        @Override
        public NDArray velocity(NDArray x, double[] times) {
            look.run();
            return field.velocity(x, times);
        }

        @Override
        public int evaluationsOf(int row) {
            return field.evaluationsOf(row);
        }

        @Override
        public VelocityField restricted(int[] rows) {
            VelocityField some = field.restricted(rows);
            return some == field ? this : new WatchedVelocity(some, look);
        }

        @Override
        public void close() {
            field.close();
        }
    }
}
