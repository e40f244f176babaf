package dev.eqm.sample.evaluation.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static double[] normal(int n, double mean, long seed) {
        Random random = new Random(seed);
        return Stream.generate(random::nextGaussian).limit(n).mapToDouble(z -> z + mean).toArray();
    }

    private static Stream<Estimate> all(Detection d) {
        return Stream.of(d.auroc(), d.auprOut(), d.auprIn(), d.fpr95());
    }

    /**
     * Two normal sets one deviation apart: AUROC is Φ(1/√2); DeLong's variance by its definition.
     */
    @Test
    void intervalsAreAsWideAsTheoryHasThem() {
        double[] in = normal(400, 0, 1);
        double[] out = normal(300, 1, 2);
        Detection d = Detection.of(in, out, new Bootstrap(2000, 0.95, 7));
        double deviation = Math.sqrt(deLong(in, out));
        Estimate auroc = d.auroc();
        assertThat(auroc.value()).isEqualTo(Auroc.of(in, out)).isCloseTo(0.7602, within(0.04));
        assertThat((auroc.high() - auroc.low()) / (2 * 1.96 * deviation))
                .isCloseTo(1, within(0.06));
        assertThat(all(d))
                .allSatisfy(e -> assertThat(e.low()).isLessThan(e.value()))
                .allSatisfy(e -> assertThat(e.high()).isGreaterThan(e.value()));
        Estimate half = Detection.of(in, out, new Bootstrap(2000, 0.5, 7)).auroc();
        assertThat((half.high() - half.low()) / (2 * 0.6745 * deviation)).isCloseTo(1, within(0.1));
    }

    private static double deLong(double[] in, double[] out) {
        return variance(in, out) / in.length + variance(out, in) / out.length;
    }

    /** Of the share of the others that each one is above. */
    private static double variance(double[] some, double[] others) {
        double sum = 0;
        double squares = 0;
        for (double x : some) {
            double above = 0;
            for (double y : others) {
                above += x > y ? 1.0 / others.length : 0;
            }
            sum += above;
            squares += above * above;
        }
        return (squares - sum * sum / some.length) / (some.length - 1);
    }

    @Test
    void isAFunctionOfTheSeed() {
        double[] in = {1, 2, 2, 3, 5, 8};
        double[] out = {2, 3, 4, 9};
        Detection d = Detection.of(in, out, new Bootstrap(50, 0.95, 3));
        assertThat(Detection.of(in, out, new Bootstrap(50, 0.95, 3))).isEqualTo(d);
        assertThat(Detection.of(in, out, new Bootstrap(50, 0.95, 4))).isNotEqualTo(d);
        assertThat(Detection.of(in, out, new Bootstrap(1, 0.95, 4)).auroc().value())
                .isEqualTo(d.auroc().value());
    }

    /** Resamples leave many scores out; sets that do not overlap stay apart in all of them. */
    @Test
    void perfectDetectionIsCertain() {
        double[] in = {1, 2, 3, 4, 5};
        double[] out = {6, 7, 8, 9};
        Detection d = Detection.of(in, out, new Bootstrap(200, 0.95, 0));
        String method = "bootstrap, 200 resamples, 95 %";
        Estimate one = new Estimate(1, 1, 1, method);
        assertThat(d).isEqualTo(new Detection(one, one, one, new Estimate(0, 0, 0, method)));
        assertThat(d.toJson().toString()).contains("auroc={value=1.0, low=1.0, high=1.0}");
        assertThat(all(Detection.of(out, in, new Bootstrap(200, 0.95, 0))))
                .allSatisfy(e -> assertThat(e.low()).isFinite());
    }

    /** The numbers that reports have had from the beginning: draws and ends are part of them. */
    @Test
    void drawsAsItAlwaysDrew() {
        Random random = new Random(3);
        double[] in = new double[37];
        double[] out = new double[29];
        Arrays.setAll(in, i -> random.nextGaussian());
        Arrays.setAll(out, i -> Math.round(4 * random.nextGaussian() + 1));
        Estimate mean = new Bootstrap(1000, 0.95, 5).ofMean(in);
        assertThat(mean)
                .isEqualTo(
                        new Estimate(
                                -0.2338814035169622,
                                -0.5708242508584292,
                                0.16439010788788344,
                                "bootstrap over images, 1000 rounds, 95 %"));
        assertThat(new Bootstrap(999, 0.95, 5).ofMean(in).low()).isEqualTo(-0.5726758318348202);
        Estimate auroc = Detection.of(in, out, new Bootstrap(333, 0.9, 4)).auroc();
        assertThat(auroc.value()).isEqualTo(0.6029822926374651);
        assertThat(auroc.low()).isCloseTo(0.4723205964585275, within(1e-12));
        assertThat(auroc.high()).isCloseTo(0.7345759552656104, within(1e-12));
        assertThat(auroc.method()).isEqualTo("bootstrap, 333 resamples, 90 %");
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(39, 0.95, 0).ofMean(new double[] {1}))
                .withMessageContaining("resamples are too few for this interval, got 39");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(0, 0.95, 0))
                .withMessageContaining("resamples must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(10, 1, 0))
                .withMessageContaining("level must lie in (0, 1)");
    }
}
