package dev.eqm.cli.bench.gpu;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.Tiles;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightsInMemory;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Trainings and samplings of small networks whose weights are all noise: fresh ones answer 0, and
 * would hide most of a mistake.
 */
final class NetworkChecks {
    private static final String SIT = "models/sit/";
    private static final List<String> SMALL =
            List.of(
                    "model.backbone.kind=custom",
                    "model.backbone.width=64",
                    "model.backbone.depth=2",
                    "model.backbone.heads=2",
                    "model.backbone.patchSize=7",
                    "model.backbone.mlpRatio=2",
                    "train.batchSize=8",
                    "train.clipNorm=1");

    /** A network of points in the plane. */
    static final List<String> POINTS =
            List.of(
                    "data.source={kind: toy, name: two-moons, seed: 0, count: 1000, spread: 0.02, labels: false}",
                    "model.backbone={kind: mlp, width: 32, depth: 2, frequencies: 2}",
                    "model.imageSize=1",
                    "model.channels=2",
                    "model.classes=1",
                    "model.labelDropout=0",
                    "model.learnSigma=false",
                    "train.batchSize=16");

    private static final int STEPS = 3;

    private NetworkChecks() {}

    static List<DeviceCheck> all() {
        List<String> step =
                List.of(
                        "core/path/corruption.py",
                        "core/loss/matching.py",
                        "core/kernel/autograd.py",
                        "core/random/noise.py",
                        "models/nn/parameters.py",
                        "train/optim/gradients.py",
                        "train/optim/ema.py");
        List<String> transformer = List.of(SIT + "block.py", SIT + "ends.py", SIT + "time.py");
        return List.of(
                training(
                        "a transformer trained by Muon",
                        joined(
                                step,
                                transformer,
                                List.of("train/optim/muon.py", "train/optim/adamw.py")),
                        with(SMALL, "optimizer.kind=muon", "optimizer.learningRate=0.02")),
                training(
                        "a transformer trained by AdamW, blocks computed again",
                        joined(step, transformer, List.of("train/optim/adamw.py")),
                        with(SMALL, "train.recompute=true")),
                training(
                        "an explicit energy trained by SGD",
                        joined(
                                step,
                                transformer,
                                List.of("core/field/energy.py", "train/optim/sgd.py")),
                        with(SMALL, "model.energy=dot", "optimizer.kind=sgd", "precision=float32")),
                training(
                        "a transformer with the dispersive loss",
                        joined(step, transformer, List.of("core/loss/dispersive.py")),
                        with(
                                SMALL,
                                "loss={kind: dispersive, weight: 0.5, base: {kind: eqm, schedule: {kind: truncated, a: 0.8, lambda: 4}}}")),
                training(
                        "Flow Matching of a transformer that sees t",
                        joined(step, transformer, List.of()),
                        with(SMALL, "model.timeConditional=true", "loss.kind=flow-matching")),
                training(
                        "a network of points",
                        joined(step, List.of("models/mlp/mlp.py"), List.of("train/optim/adamw.py")),
                        POINTS),
                training(
                        "a U-Net",
                        joined(
                                step,
                                List.of(
                                        "models/unet/ends.py",
                                        "models/unet/residual.py",
                                        "models/unet/attention.py",
                                        SIT + "time.py"),
                                List.of("train/optim/adamw.py")),
                        List.of(
                                "model.backbone.kind=unet",
                                "model.backbone.width=32",
                                "model.backbone.multipliers=[1, 2]",
                                "model.backbone.residualBlocks=1",
                                "model.backbone.attention=[2]",
                                "model.backbone.heads=1",
                                "model.backbone.dropout=0",
                                "model.backbone.usesLabels=true",
                                "train.batchSize=4")),
                DeviceCheck.network(
                        "guided samples of a transformer, kernels of sampling",
                        List.of(
                                SIT + "packed.py",
                                SIT + "ends.py",
                                "sample/guidance/guidance.py",
                                "sample/sampler/rules.py"),
                        mode -> samples(mode, config(SMALL))),
                DeviceCheck.network(
                        "the autoencoder, both ways",
                        List.of("models/autoencoder/kl.py", "models/autoencoder/moments.py"),
                        NetworkChecks::autoencoder));
    }

    private static DeviceCheck training(String name, List<String> texts, List<String> settings) {
        DeviceCheck.Numbers numbers = mode -> trained(mode, config(settings));
        return settings.contains("precision=float32")
                ? DeviceCheck.single(name, texts, numbers)
                : DeviceCheck.network(name, texts, numbers);
    }

    static RunConfig config(List<String> settings) {
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, settings);
    }

    /** Losses and gradient norms of some steps, then the average of the first weights. */
    private static double[] trained(DeviceMode mode, RunConfig config) {
        ModelArchitecture wanted = config.model().architecture();
        FieldModel network = wanted.built(mode.precision(), noise(mode.device(), wanted.specs()));
        List<Double> numbers = new ArrayList<>();
        try (Lanes lanes = Lanes.of(1);
                TrainState start = TrainState.start(network, config.recipe())) {
            TrainStep step =
                    new TrainStep(
                            config.train().batches(config.data().source().open(), false),
                            config.recipe(),
                            config.train(),
                            lanes);
            TrainState state = start;
            for (int i = 0; i < STEPS; i++) {
                StepReport report = step.run(state);
                numbers.add(report.loss());
                numbers.add(report.gradientNorm());
                state = state.next();
            }
            try (Scope scope = Scope.open()) {
                NDArray first = state.averages().get(0).parameters().trainable().head();
                for (float value : first.toFloatArray()) {
                    numbers.add((double) value);
                }
            }
        }
        return numbers.stream().mapToDouble(d -> d).toArray();
    }

    /** Three guided updates. */
    private static double[] samples(DeviceMode mode, RunConfig config) {
        ModelArchitecture wanted = config.model().architecture();
        long[] labels = LongStream.range(0, 4).toArray();
        Parameters weights = noise(mode.device(), wanted.specs());
        try (GradMode off = GradMode.off();
                FieldModel network =
                        wanted.forSampling(
                                mode.precision(), mode.device(), new WeightsInMemory(weights));
                FieldModel.Conditioned field = new Guidance(2, 0).condition(network, labels);
                Arena arena = Arena.open(mode.device(), "samples");
                Scope scope = Scope.open()) {
            NDArray start = mode.normal(arena, 3, 4, 1, 28, 28);
            Sampler sampler = new Sampler(new Nesterov(0.05, 0.35), new StopRule.MaxSteps(3));
            return Checks.doubles(sampler.run(field, start).x());
        }
    }

    private static double[] autoencoder(DeviceMode mode) {
        KlConfig small = new KlConfig(3, List.of(32, 64), 1, 4, 8, 0.18215);
        Parameters weights = noise(mode.device(), small.specs());
        try (GradMode off = GradMode.off();
                KlCodec codec = new KlCodec(small, Tiles.NONE, mode.precision(), weights);
                Arena arena = Arena.open(mode.device(), "autoencoder");
                Scope scope = Scope.open()) {
            NDArray latent = codec.encode(mode.normal(arena, 4, 1, 3, 32, 32), 7, new long[] {0});
            return Checks.doubles(codec.decode(latent));
        }
    }

    /** Normal numbers of deviation 0.8/√(fan in), and 0.27 for biases and scales. */
    static Parameters noise(Device device, List<ParameterSpec> specs) {
        return Parameters.of(
                device,
                specs,
                (arena, spec) -> {
                    long[] shape = spec.shape().getShape();
                    int size = Math.toIntExact(spec.size());
                    double[] normal = DeviceMode.normal(spec.name().hashCode(), size);
                    double fan = shape.length < 2 ? 9 : spec.size() / (double) shape[0];
                    float[] values = new float[size];
                    for (int i = 0; i < size; i++) {
                        values[i] = (float) (normal[i] / Math.sqrt(fan) * 0.8);
                    }
                    return arena.of(values, shape);
                });
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static List<String> joined(List<String> a, List<String> b, List<String> c) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        all.addAll(c);
        return all;
    }
}
