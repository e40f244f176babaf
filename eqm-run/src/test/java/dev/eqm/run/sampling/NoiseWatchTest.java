package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A perfect network of 28x28 pictures has the norm 4·√(784·2) = 158 at noise, 112 at the least. */
class NoiseWatchTest {
    private static final Sampling TEN = Sampling.DEFAULT.withSteps(10);

    @TempDir private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final RunListener ears =
            new RunListener() {
                @Override
                public void warned(String what) {
                    warnings.add(what);
                }
            };

    private static SampleResult ended(double... norms) {
        Effort none = new Effort(new int[0], new int[0], new int[0], 0, 0);
        return new SampleResult(null, 10, norms, norms, new StopReason.Arrived(), none);
    }

    /** What is said of two batches of two samples that all begin and end with these norms. */
    private List<String> said(FoundModel model, Sampling how, double first, double last) {
        warnings.clear();
        NoiseWatch watch = new NoiseWatch(model, how, ears);
        double[] begun = {first, first};
        double[] half = {first / 2, first / 2};
        for (int run = 0; run < 2; run++) { // the rows of a sheet are several runs: told once
            GenerationListener listener = watch.over(4, GenerationListener.NONE);
            for (int batch = 0; batch < 2; batch++) {
                listener.stepped(2 * batch, 1, null, begun);
                listener.stepped(2 * batch, 2, null, half);
                listener.batchDone(2 * batch + 2, ended(last, last));
            }
        }
        return List.copyOf(warnings);
    }

    @Test
    void tooFewStepsAreToldByTheNorms() {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        assertThat(said(model, TEN, 143, 137))
                .containsExactly(
                        "the samples still contain noise: their mean gradient norm only fell from 143 to 137 in 10 steps, "
                                + "and would be near 0 if they were finished; take more steps with --steps (the run's configuration has 250)");
        assertThat(said(model, TEN.withSteps(400), 143, 137))
                .first()
                .asString()
                .endsWith("take more steps with --steps, or larger ones with --eta");
        assertThat(said(model, TEN.withSteps(400).withGMin(50), 143, 49))
                .first()
                .asString()
                .endsWith("; lower --g-min");
    }

    /** Measured: 0.03 as configured, 0.1 with guidance 8, 0.13 at g-min 20. */
    @Test
    void samplesThatArrivedAreNotWarnedOf() {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        assertThat(said(model, TEN, 143, 4.6)).isEmpty();
        assertThat(said(model, TEN, 345, 33)).isEmpty();
        assertThat(said(model, TEN, 143, 18)).isEmpty();
    }

    /** A norm far below that of a trained network says nothing about noise. */
    @Test
    void untrainedNetworksAndThoseThatSeeTimeAreNotJudged() {
        assertThat(said(SmallModels.fresh(folder, 28, false), TEN, 50, 50)).isEmpty();
        assertThat(said(SmallModels.fresh(folder, 28, true), TEN, 143, 137)).isEmpty();
    }

    @Test
    void theOtherListenerHearsAll() {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        List<Integer> heard = new ArrayList<>();
        GenerationListener other =
                new GenerationListener() {
                    @Override
                    public void left(int first, int[] rows, ai.djl.ndarray.NDArray x) {
                        heard.addAll(Arrays.stream(rows).boxed().toList());
                    }

                    @Override
                    public void evaluating() {
                        heard.add(-1);
                    }
                };
        GenerationListener watch = new NoiseWatch(model, TEN, ears).over(2, other);
        watch.evaluating();
        watch.left(0, new int[] {1}, null);
        assertThat(heard).containsExactly(-1, 1);
    }

    @Test
    void theNoiseOfANormIsTheLeastThatHasIt() {
        TruncatedDecay truncated = new TruncatedDecay(0.8, 4);
        assertThat(NoiseWatch.noise(0.5, truncated)).hasValue(0.1);
        assertThat(NoiseWatch.noise(1.2, truncated)).hasValue(0.2);
        assertThat(NoiseWatch.noise(0.5, new LinearDecay(4))).hasValue(0.5);
    }
}
