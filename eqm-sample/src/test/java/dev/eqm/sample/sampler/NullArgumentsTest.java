package dev.eqm.sample.sampler;

import static dev.eqm.core.testing.Nulls.of;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.core.testing.Nulls;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.DescendField;
import dev.eqm.sample.generate.FollowVelocity;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.guidance.Compositions;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.GuidanceInterval;
import dev.eqm.sample.guidance.IntervalGuidance;
import dev.eqm.sample.guidance.LateStart;
import dev.eqm.sample.guidance.Masked;
import dev.eqm.sample.guidance.WeightedSum;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.session.GenerationRequest;
import dev.eqm.sample.session.GenerationSession;
import dev.eqm.sample.session.Item;
import dev.eqm.sample.session.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a Java program calls in eqm-sample names the argument that is null. */
@ExtendWith(LeakCheck.class)
class NullArgumentsTest {
    private static final Sampler SAMPLER =
            new Sampler(new GradientDescent(0.1), new ConstantStep(), new StopRule.MaxSteps(2));
    private static final Integration INTEGRATION = new Integration(new Euler(0), 2);
    private static final SessionSettings SETTINGS =
            new SessionSettings(Sampling.DEFAULT, Duration.ofMinutes(1));
    private static final Classes CLASSES = Classes.unnamed(2);
    private static final Composition COMPOSITION =
            Composition.sum(List.of(0L, 1L), List.of(1.0, 1.0));

    static Stream<Nulls> calls() {
        Path file = Path.of("none");
        Precision precision = Precision.FLOAT32;
        Field field = x -> x.duplicate();
        Stream<Nulls> calls =
                Stream.of(
                        of("start", () -> SAMPLER.run(field, null)),
                        of(
                                "field",
                                () -> SAMPLER.run(null, null, new long[1], SampleListener.NONE)),
                        of("start", () -> INTEGRATION.run((x, t) -> x, null)),
                        of("labels", () -> Composition.sum(null, List.of(1.0))),
                        of("weights", () -> Composition.aroundNull(List.of(1L), null, 1)),
                        of("field", () -> WeightedSum.negated(null)),
                        of("network", () -> Generation.of(null, Sampling.DEFAULT, null)),
                        of("spec", () -> Labels.parse(null, CLASSES)),
                        of("classes", () -> Labels.parse("0", null)),
                        of(
                                "model",
                                () ->
                                        new GenerationSession(
                                                null, new PixelCodec(), SETTINGS, () -> {})),
                        of(
                                "file",
                                () ->
                                        GenerationSession.open(
                                                null,
                                                precision,
                                                Device.cpu(),
                                                new PixelCodec(),
                                                SETTINGS)),
                        of(
                                "codec",
                                () ->
                                        GenerationSession.open(
                                                file, precision, Device.cpu(), null, SETTINGS)));
        Stream<Record> examples =
                Stream.of(
                                UpdateRules.examples().values().stream(),
                                StepSchedules.examples().values().stream(),
                                Integrators.examples().values().stream())
                        .flatMap(s -> s)
                        .filter(Record.class::isInstance)
                        .map(Record.class::cast);
        return Stream.of(
                        calls,
                        examples.flatMap(Nulls::components),
                        Nulls.components(
                                SAMPLER,
                                INTEGRATION,
                                Sampling.DEFAULT,
                                SETTINGS,
                                CLASSES,
                                COMPOSITION,
                                new IdealPath(new TruncatedDecay(0.8, 4)),
                                new Compositions(List.of(COMPOSITION), 1),
                                new IntervalGuidance(
                                        new Guidance(2, 0), new GuidanceInterval.Steps(1, 2)),
                                new LateStart(Guidance.NONE, 0.5),
                                new WeightedSum(List.of(field), List.of(1.0)),
                                new DescendField(SAMPLER),
                                new FollowVelocity(INTEGRATION),
                                new NumberedRequests(List.of(0L), 1, 0, 1),
                                new GenerationRequest(List.of(new Item(0, 1)), SETTINGS)))
                .flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamed(Nulls call) {
        call.assertRefused();
    }

    @Test
    void aRecordOfArraysNamesItsComponent() {
        try (Arena arena = Arena.cpu("test")) {
            NDArray x = arena.full(0.5, 1, 1, 2, 2);
            Nulls.components(new Step(x, x, new NDList()), new Masked(y -> y.duplicate(), x))
                    .forEach(Nulls::assertRefused);
            of("x", () -> new Step(null, x, new NDList())).assertRefused();
        }
    }
}
