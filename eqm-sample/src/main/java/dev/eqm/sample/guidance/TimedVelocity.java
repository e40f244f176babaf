package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * v(x, t) = −∇E(x, t) of a field that is made anew where a time has changed. Holds the last field
 * until closed; for one thread.
 */
final class TimedVelocity implements VelocityField {
    private final boolean seesTime;
    private final Maker maker;
    private final int[] rows;
    private double[] times;
    private Field field;

    /** Makes the field of some rows. */
    interface Maker {
        /**
         * The field.
         *
         * @param rows of the batch, in the order of the states
         * @param times t of each of these rows; one alone where they are equal
         */
        Field of(int[] rows, double[] times);
    }

    /** Makes the field of t = 0 at once, so that what is wrong with it fails here. */
    TimedVelocity(boolean seesTime, int n, Maker maker) {
        this(seesTime, maker, IntStream.range(0, n).toArray(), new double[n]);
    }

    /**
     * Of a network, conditioned on labels and times alone.
     *
     * @param condition the field of given labels at given times, as {@link Maker#of}
     */
    static TimedVelocity ofLabels(
            FieldModel model, long[] labels, BiFunction<long[], double[], Field> condition) {
        long[] all = labels.clone();
        Maker maker =
                (rows, times) -> {
                    long[] some = Arrays.stream(rows).mapToLong(i -> all[i]).toArray();
                    return condition.apply(some, times);
                };
        return new TimedVelocity(model.timeConditional(), all.length, maker);
    }

    private TimedVelocity(boolean seesTime, Maker maker, int[] rows, double[] times) {
        this.seesTime = seesTime;
        this.maker = maker;
        this.rows = rows;
        this.times = times;
        this.field = make(times);
    }

    @Override
    public NDArray velocity(NDArray x, double[] at) {
        if (seesTime && !Arrays.equals(at, times)) {
            Field next = make(at);
            field.close();
            field = next;
            times = at.clone();
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(Answers.gradient(field.gradient(x), x).neg());
        }
    }

    private Field make(double[] at) {
        boolean same = Arrays.stream(at).allMatch(t -> t == at[0]);
        return maker.of(rows, same ? new double[] {at[0]} : at);
    }

    @Override
    public int evaluationsOf(int row) {
        return field.evaluationsOf(row);
    }

    @Override
    public TimedVelocity restricted(int[] some) {
        return new TimedVelocity(
                seesTime,
                maker,
                Arrays.stream(some).map(i -> rows[i]).toArray(),
                Arrays.stream(some).mapToDouble(i -> times[i]).toArray());
    }

    @Override
    public void close() {
        field.close();
    }
}
