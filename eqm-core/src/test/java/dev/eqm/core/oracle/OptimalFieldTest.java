package dev.eqm.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class OptimalFieldTest {
    private static final GradientSchedule TRUNCATED = new TruncatedDecay(0.8, 4);

    /** c(γ)/(1 − γ) = λ for linear decay: with one image f*(x) = λ(x − x₁), near and far. */
    @Test
    void oneImageAndLinearDecayIsASpring() {
        for (int d : new int[] {1, 2, 3, 17, 784}) {
            double[] image = random(1, d, d);
            OptimalField field = new OptimalField(image, d, new LinearDecay(4));
            for (double far : new double[] {1e-12, 1e-6, 1e-3, 0.1, 1, 10, 1000}) {
                double[] x = moved(image, far, 2);
                double[] want = new double[d];
                for (int j = 0; j < d; j++) {
                    want[j] = 4 * (x[j] - image[j]);
                }
                assertClose(field.at(x), want, 1e-10);
            }
        }
    }

    /** Constant c, the image at 0 and d = 3: E[u] = 1 + e^(r²/2)·√(π/2)/r·erfc(r/√2). */
    @Test
    void oneImageAndConstantMagnitudeHasAClosedForm() {
        OptimalField field = new OptimalField(new double[3], 3, new Constant(1));
        double erfc = 0.31731050786291410; // erfc(1/√2): a normal number beyond one deviation
        double want = 1 + Math.exp(0.5) * Math.sqrt(Math.PI / 2) * erfc;
        assertClose(field.at(new double[] {1, 0, 0}), new double[] {want, 0, 0}, 1e-10);
    }

    static Map<String, GradientSchedule> schedules() {
        return GradientSchedules.examples();
    }

    /** Midpoint rule in γ, a million nodes, at states where nothing is sharp. */
    @ParameterizedTest
    @MethodSource("allSchedules")
    void equalsBruteForce(GradientSchedule schedule) {
        int d = 4;
        double[] data = random(3, d, 5);
        OptimalField field = new OptimalField(data, d, schedule);
        for (int trial = 0; trial < 3; trial++) {
            double[] x = random(1, d, 100 + trial);
            assertClose(field.at(x), bruteForce(data, x, schedule, 200_000), 2e-8);
        }
    }

    static Collection<GradientSchedule> allSchedules() {
        return schedules().values();
    }

    /** The mean of the target over draws of (image, γ), weighted by how well they explain x. */
    @Test
    void isThePosteriorMeanOfTheTarget() {
        int d = 2;
        int n = 5;
        double[] data = random(n, d, 8);
        double[] x = {0.3, -0.2};
        SplittableRandom random = new SplittableRandom(1);
        int draws = 400_000;
        double total = 0;
        double squares = 0;
        double[] sum = new double[d];
        for (int k = 0; k < draws; k++) {
            int i = random.nextInt(n);
            double gamma = random.nextDouble();
            double distance = 0;
            double[] target = new double[d];
            for (int j = 0; j < d; j++) {
                double eps = (x[j] - gamma * data[i * d + j]) / (1 - gamma);
                distance += eps * eps;
                target[j] = (eps - data[i * d + j]) * TRUNCATED.at(gamma);
            }
            double weight = Math.exp(-distance / 2) / Math.pow(1 - gamma, d);
            total += weight;
            squares += weight * weight;
            for (int j = 0; j < d; j++) {
                sum[j] += weight * target[j];
            }
        }
        double spread = 10 * Math.sqrt(squares) / total; // targets stay below 10 here: 1 deviation
        double[] f = new OptimalField(data, d, TRUNCATED).at(x);
        for (int j = 0; j < d; j++) {
            assertThat(f[j]).isCloseTo(sum[j] / total, within(spread));
        }
        assertThat(spread).isLessThan(0.05);
    }

    /** Statement 1: no gradient at images, exactly there and in the limit. */
    @Test
    void vanishesAtImages() {
        int d = 8;
        double[] data = random(6, d, 3);
        OptimalField field = new OptimalField(data, d, TRUNCATED);
        for (int i = 0; i < 6; i++) {
            double[] image = Arrays.copyOfRange(data, i * d, (i + 1) * d);
            assertThat(field.at(image)).containsOnly(0);
            assertThat(norm(field.at(moved(image, 1e-9, i)))).isLessThan(21e-9);
        }
    }

    /** At images c(γ)/(1−γ) is λ/(1−a) under all the mass: the Jacobian is that times I. */
    @Test
    void jacobianAtImages() {
        int d = 8;
        double[] data = random(6, d, 3);
        OptimalField field = new OptimalField(data, d, TRUNCATED);
        double h = 1e-6;
        for (int j = 0; j < d; j++) {
            double[] up = Arrays.copyOf(data, d);
            double[] down = Arrays.copyOf(data, d);
            up[j] += h;
            down[j] -= h;
            double[] above = field.at(up);
            double[] below = field.at(down);
            for (int k = 0; k < d; k++) {
                double slope = (above[k] - below[k]) / (up[j] - down[j]);
                assertThat(slope).isCloseTo(j == k ? 4 / (1 - 0.8) : 0, within(1e-6));
            }
        }
    }

    /** Statement 2: from wherever descent starts, it ends at an image. */
    @Test
    void descentEndsAtImages() {
        int d = 16;
        int n = 5;
        double[] data = random(n, d, 4);
        OptimalField field = new OptimalField(data, d, TRUNCATED);
        boolean[] found = new boolean[n];
        for (int start = 0; start < 40; start++) {
            double[] x = random(1, d, 1000 + start);
            double[] g = field.at(x);
            for (int k = 0; k < 2000 && norm(g) > 1e-9; k++) {
                for (int j = 0; j < d; j++) {
                    x[j] -= 0.05 * g[j]; // 1/L: the curvature at images is 20
                }
                g = field.at(x);
            }
            assertThat(norm(g)).isLessThan(1e-9);
            int image = nearest(data, x);
            found[image] = true;
            assertThat(norm(minus(x, data, image))).as("start %d", start).isLessThan(1e-9);
        }
        assertThat(found).containsOnly(true);
    }

    /**
     * Statement 2, the other zeros: between two images of equal length the field vanishes, on the
     * line through the middle of them, but falls towards both. A zero that is no image is no
     * minimum.
     */
    @Test
    void zerosBetweenImagesAreSaddles() {
        int d = 16;
        for (int pair = 0; pair < 5; pair++) {
            double[] a = random(1, d, 50 + pair);
            double[] b = random(1, d, 150 + pair);
            double[] data = Arrays.copyOf(a, 2 * d);
            double[] middle = new double[d];
            double[] across = new double[d]; // unit vector from b to a
            for (int j = 0; j < d; j++) {
                data[d + j] = b[j] * norm(a) / norm(b);
                middle[j] = (a[j] + data[d + j]) / 2;
                across[j] = a[j] - data[d + j];
            }
            double length = norm(across);
            across = Arrays.stream(across).map(v -> v / length).toArray();
            OptimalField field = new OptimalField(data, d, TRUNCATED);
            double low = 0;
            double high = 2;
            assertThat(dot(field.at(along(middle, low, across, 0)), middle)).isNegative();
            assertThat(dot(field.at(along(middle, high, across, 0)), middle)).isPositive();
            for (int k = 0; k < 60; k++) {
                double s = (low + high) / 2;
                if (dot(field.at(along(middle, s, across, 0)), middle) < 0) {
                    low = s;
                } else {
                    high = s;
                }
            }
            assertThat(norm(field.at(along(middle, low, across, 0)))).isLessThan(1e-9);
            double h = 1e-4;
            double slope =
                    (dot(field.at(along(middle, low, across, h)), across)
                                    - dot(field.at(along(middle, low, across, -h)), across))
                            / (2 * h);
            assertThat(slope).as("pair %d", pair).isLessThan(-0.1);
        }
    }

    private static double[] along(double[] middle, double s, double[] across, double h) {
        double[] x = new double[middle.length];
        for (int j = 0; j < x.length; j++) {
            x[j] = s * middle[j] + h * across[j];
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    @Test
    void aThousandPictures(Arena arena) {
        ImageSource pictures = FashionMnist.embedded();
        OptimalField field = OptimalField.of(pictures, 1000, TRUNCATED);
        float[] states = new float[3 * 784];
        pictures.read(7, states, 0);
        pictures.read(8, states, 784);
        for (int j = 0; j < 784; j++) {
            states[784 + j] += 0.01f * (float) Math.sin(j); // beside image 8
            states[2 * 784 + j] = (float) Math.cos(j * j);
        }
        NDArray f = field.gradient(arena.of(states, 3, 1, 28, 28));
        assertThat(f.getDataType()).isEqualTo(DataType.FLOAT32);
        float[] values = f.toFloatArray();
        for (int j = 0; j < 784; j++) {
            assertThat(values[j]).isZero();
            assertThat(values[784 + j]).isCloseTo(0.2f * (float) Math.sin(j), within(1e-4f));
        }
    }

    /** Rows are strangers, float64 goes through, the first rounding comes with float32. */
    @Test
    void rowsAndTypes(Arena arena) {
        double[] data = random(4, 6, 9);
        double[] states = random(3, 6, 10);
        OptimalField field = new OptimalField(data, 6, TRUNCATED);
        double[] wide = field.gradient(arena.of(states, 3, 1, 2, 3)).toDoubleArray();
        for (int row = 0; row < 3; row++) {
            double[] alone = field.at(Arrays.copyOfRange(states, row * 6, row * 6 + 6));
            assertThat(Arrays.copyOfRange(wide, row * 6, row * 6 + 6)).containsExactly(alone);
        }
    }

    @Test
    void saysWhatIsWrong(Arena arena) {
        assertThatThrownBy(() -> new OptimalField(new double[7], 3, TRUNCATED))
                .hasMessageContaining("data must be [n, d] with n at least 1, got 7 numbers");
        assertThatThrownBy(() -> new OptimalField(new double[] {1, Double.NaN}, 1, TRUNCATED))
                .hasMessageContaining("image 1 has NaN");
        assertThatThrownBy(() -> OptimalField.of(FashionMnist.embedded(), 10_001, TRUNCATED))
                .hasMessageContaining("count must lie in [1, 10000], got 10001");
        OptimalField field = new OptimalField(new double[6], 3, TRUNCATED);
        assertThatThrownBy(() -> field.gradient(arena.zeros(2, 4)))
                .hasMessageContaining("with 3 numbers each, like the images, got (2, 4)");
        assertThatThrownBy(() -> field.at(new double[] {1, 2, Double.NaN}))
                .hasMessageContaining("states must be finite, got NaN");
    }

    /** A magnitude without limit cannot be integrated: no number is made up. */
    @Test
    void refusesWhatDoesNotConverge() {
        GradientSchedule wild = gamma -> 1 / Math.abs(gamma - 0.5);
        OptimalField field = new OptimalField(new double[3], 3, wild);
        assertThatThrownBy(() -> field.at(new double[] {1, 1, 1}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("near 1 - gamma = 0.");
    }

    /** A jump of c is only slow, not wrong. */
    @Test
    void integratesOverAJump() {
        GradientSchedule jump = gamma -> gamma < 0.5 ? 4 : 8 * (1 - gamma) * gamma;
        double[] data = random(2, 4, 6);
        double[] x = random(1, 4, 7);
        assertClose(
                new OptimalField(data, 4, jump).at(x), bruteForce(data, x, jump, 200_000), 1e-7);
    }

    private static double[] bruteForce(double[] data, double[] x, GradientSchedule c, int nodes) {
        int d = x.length;
        double total = 0;
        double[] sum = new double[d];
        for (int i = 0; i < data.length / d; i++) {
            for (int k = 0; k < nodes; k++) {
                double gamma = (k + 0.5) / nodes;
                double distance = 0;
                for (int j = 0; j < d; j++) {
                    double eps = (x[j] - gamma * data[i * d + j]) / (1 - gamma);
                    distance += eps * eps;
                }
                double weight = Math.exp(-distance / 2) / Math.pow(1 - gamma, d);
                if (weight == 0) {
                    continue;
                }
                total += weight;
                for (int j = 0; j < d; j++) {
                    double difference = x[j] - data[i * d + j];
                    sum[j] += weight * c.at(gamma) / (1 - gamma) * difference;
                }
            }
        }
        for (int j = 0; j < d; j++) {
            sum[j] /= total;
        }
        return sum;
    }

    private static void assertClose(double[] got, double[] want, double relative) {
        double[] difference = minus(got, want, 0);
        assertThat(norm(difference)).isLessThanOrEqualTo(relative * norm(want));
    }

    private static double[] random(int n, int d, long seed) {
        return new Random(seed).doubles((long) n * d, -1, 1).toArray();
    }

    private static double[] moved(double[] from, double far, long seed) {
        double[] x = random(1, from.length, seed);
        double scale = far / norm(x);
        for (int j = 0; j < x.length; j++) {
            x[j] = from[j] + scale * x[j];
        }
        return x;
    }

    private static double[] minus(double[] x, double[] data, int image) {
        double[] difference = x.clone();
        for (int j = 0; j < x.length; j++) {
            difference[j] -= data[image * x.length + j];
        }
        return difference;
    }

    private static int nearest(double[] data, double[] x) {
        int best = 0;
        for (int i = 1; i < data.length / x.length; i++) {
            best = norm(minus(x, data, i)) < norm(minus(x, data, best)) ? i : best;
        }
        return best;
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
