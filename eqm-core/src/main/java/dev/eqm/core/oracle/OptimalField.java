package dev.eqm.core.oracle;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.schedule.GradientSchedule;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The exact optimum of the Equilibrium Matching loss (eq. 3) on a finite data set, γ uniform on [0,
 * 1]: the posterior mean of the target given the state,
 *
 * <pre>{@code f*(x) = Σᵢ ∫ wᵢ(γ) c(γ)/(1−γ) dγ · (x − xᵢ),   wᵢ(γ) ∝ N(x; γxᵢ, (1−γ)²I)}</pre>
 *
 * <p>with Σᵢ ∫ wᵢ dγ = 1, because ε − xᵢ = (x − xᵢ)/(1−γ) on the way to image i. Computed in
 * float64, to a relative 1e-11 of Σ|weights|, whatever the type of the states. At an image it is 0:
 * the limit where c(1) = 0, a convention where c is constant.
 *
 * <p>Cost: n·d numbers a state for the distances, n exponentials a node for the integral; memory n
 * numbers a thread. States are computed side by side; each depends on itself alone.
 */
public final class OptimalField implements Field {
    private final double[] data; // [n, d]
    private final int n;
    private final int d;
    private final GradientSchedule schedule;

    /**
     * Of images in memory.
     *
     * @param data [n, d], n·d finite numbers; copied
     * @param d numbers of an image
     * @throws IllegalArgumentException when the numbers do not fill at least one image, or one is
     *     not finite
     */
    public OptimalField(double[] data, int d, GradientSchedule schedule) {
        requireGiven("data", data, "schedule", schedule);
        require(d >= 1, "an image needs at least one number, got d = %s", d);
        require(
                data.length > 0 && data.length % d == 0,
                "data must be [n, d] with n at least 1, got %s numbers for d = %s",
                data.length,
                d);
        String rule = "data must be finite, image %s has %s";
        for (int i = 0; i < data.length; i++) {
            require(Double.isFinite(data[i]), rule, i / d, data[i]);
        }
        this.data = data.clone();
        this.n = data.length / d;
        this.d = d;
        this.schedule = schedule;
    }

    /** Of the first {@code count} images of a source. */
    public static OptimalField of(ImageSource source, int count, GradientSchedule schedule) {
        requireGiven("source", source, "schedule", schedule);
        int size = source.size();
        require(count >= 1 && count <= size, "count must lie in [1, %s], got %s", size, count);
        int d = source.shape().elementCount();
        double[] data = new double[Math.multiplyExact(count, d)];
        float[] image = new float[d];
        for (int i = 0; i < count; i++) {
            source.read(i, image, 0);
            for (int j = 0; j < d; j++) {
                data[i * d + j] = image[j];
            }
        }
        return new OptimalField(data, d, schedule);
    }

    /**
     * f*(x).
     *
     * @param x states of d numbers each, [N, ...], float32 or float64
     * @return same shape and type
     * @throws IllegalArgumentException for states of another size, or that are not finite
     * @throws ArithmeticException when the integral does not converge: c(γ) is no ordinary function
     */
    @Override
    public NDArray gradient(NDArray x) {
        Shape shape = x.getShape();
        require(
                shape.dimension() >= 1 && shape.get(0) > 0 && shape.size() / shape.get(0) == d,
                "states must be [N, ...] with %s numbers each, like the images, got %s",
                d,
                shape);
        int rows = Math.toIntExact(shape.get(0));
        double[] states = read(x);
        double[] answer = new double[states.length];
        IntStream.range(0, rows)
                .parallel()
                .forEach(
                        row -> {
                            double[] state = Arrays.copyOfRange(states, row * d, (row + 1) * d);
                            System.arraycopy(at(state), 0, answer, row * d, d);
                        });
        try (Arena host = Arena.cpu("oracle");
                Scope scope = Scope.open()) {
            NDArray wide = host.of(answer, shape.getShape());
            NDArray typed = wide.toType(x.getDataType(), true).toDevice(x.getDevice(), true);
            typed.attach(x.getManager());
            return scope.keep(typed);
        }
    }

    /** f* at one state of d numbers. */
    public double[] at(double[] state) {
        require(state.length == d, "a state has %s numbers, got %s", d, state.length);
        for (double value : state) {
            require(Double.isFinite(value), "states must be finite, got %s", value);
        }
        Posterior posterior = Posterior.of(state, data);
        double[] answer = new double[d];
        if (posterior.atData()) {
            return answer;
        }
        double[] weights = posterior.weights(schedule); // [n]
        for (int i = 0; i < n; i++) {
            if (weights[i] != 0) {
                for (int j = 0; j < d; j++) {
                    answer[j] += weights[i] * (state[j] - data[i * d + j]);
                }
            }
        }
        return answer;
    }

    private static double[] read(NDArray x) {
        DataType type = x.getDataType();
        boolean known = type == DataType.FLOAT32 || type == DataType.FLOAT64;
        require(known, "states must be float32 or float64, got %s", type);
        try (Scope scope = Scope.open()) {
            return x.toType(DataType.FLOAT64, true).toDevice(Device.cpu(), true).toDoubleArray();
        }
    }

    @Override
    public String toString() {
        return String.format("OptimalField[%d images of %d numbers, %s]", n, d, schedule);
    }
}
