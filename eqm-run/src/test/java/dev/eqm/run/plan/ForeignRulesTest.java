package dev.eqm.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.FixedStep;
import dev.eqm.sample.integrator.TimeStep;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.Tick;
import dev.eqm.sample.sampler.UpdateRule;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Plans ask rules and integrators themselves: they need not know any by name. */
class ForeignRulesTest {
    /** Descent that looks twice a step, and moves by the second look. */
    private record Twice(double eta) implements UpdateRule {
        @Override
        public NDList init(NDArray x, NDArray seeds) {
            return new NDList();
        }

        @Override
        public Step step(Field field, NDArray x, NDList nothing, Tick tick) {
            field.gradient(x).close();
            NDArray g = field.gradient(x);
            return new Step(Arithmetic.axpy(x, -eta * tick.factor(), g), g, nothing);
        }

        @Override
        public OptionalInt evaluationsPerStep() {
            return OptionalInt.of(2);
        }

        @Override
        public boolean staysOnIdealPath() {
            return true;
        }

        @Override
        public OptionalDouble stabilityLimit(double slope) {
            return OptionalDouble.of(2 / slope);
        }
    }

    /** Says nothing of itself. */
    private record Silent() implements FixedStep {
        @Override
        public Step step(VelocityField velocity, NDArray x, TimeStep time, NDList nothing) {
            NDArray v = velocity.velocity(x, time.from());
            return new Step(Arithmetic.axpy(x, time.size(), v), v.neg(), nothing);
        }
    }

    private static final RunConfig CONFIG =
            new ConfigReader(RunKinds.all())
                    .read(
                            RunConfig.DEFAULT,
                            List.of(
                                    "model.backbone.kind=preset",
                                    "model.backbone.name=S/2",
                                    "sampling.steps=40"));

    private static RunConfig with(Sampling sampling) {
        return new RunConfig(
                CONFIG.name(),
                CONFIG.runs(),
                CONFIG.device(),
                CONFIG.precision(),
                CONFIG.tf32(),
                CONFIG.lanes(),
                CONFIG.data(),
                CONFIG.model(),
                CONFIG.codec(),
                CONFIG.loss(),
                CONFIG.optimizer(),
                CONFIG.rate(),
                CONFIG.ema(),
                CONFIG.train(),
                sampling,
                CONFIG.preview(),
                CONFIG.evaluation(),
                CONFIG.warmStart(),
                CONFIG.tensorboard(),
                CONFIG.report());
    }

    @Test
    void ofARule() {
        RunConfig twice = with(CONFIG.sampling().withRule(new Twice(0.006)));
        RunConfig once = with(CONFIG.sampling().withRule(new GradientDescent(0.006)));
        assertThat(FlopCount.of(twice).evaluations()).hasValue(2L * twice.sampling().steps());
        assertThat(FlopCount.of(twice).sampled()).isEqualTo(2 * FlopCount.of(once).sampled());
        NoiseLeft left = NoiseLeft.of(twice);
        assertThat(left.noise()).containsExactly(NoiseLeft.of(once).noise(), offset(1e-12));
        assertThat(left.limit()).isEqualTo(NoiseLeft.of(once).limit()).isPresent();
        assertThat(NoiseLeft.of(with(CONFIG.sampling().withRule(new Twice(0.2)))).warnings())
                .anyMatch(w -> w.contains("above the stability limit"));
    }

    @Test
    void ofAnIntegrator() {
        RunConfig silent = with(CONFIG.sampling().withIntegrator(new Silent()));
        assertThat(FlopCount.of(silent).evaluations()).isEmpty();
        assertThat(FlopCount.of(silent).sampled()).isZero();
        assertThat(NoiseLeft.of(silent).isKnown()).isFalse();
    }
}
