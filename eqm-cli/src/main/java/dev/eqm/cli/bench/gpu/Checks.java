package dev.eqm.cli.bench.gpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Functions;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.ranks.OrderedSum;
import dev.eqm.sample.evaluation.feature.ClassifierFeatures;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.feature.PixelFeatures;
import dev.eqm.sample.evaluation.neighbours.NearestNeighbours;
import dev.eqm.sample.evaluation.neighbours.VectorSet;
import dev.eqm.sample.evaluation.ood.LineIntegralEnergy;
import dev.eqm.sample.evaluation.ood.Reference;
import dev.eqm.sample.evaluation.statistics.FrechetDistance;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Moments;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.likelihood.Likelihood;
import dev.eqm.sample.likelihood.Probe;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

/** All checks, and those of maths around networks: rules, integrators, scores. */
final class Checks {
    private static final int N = 6;
    private static final long[] SEEDS = LongStream.range(0, N).toArray();

    /** Texts without a check of their own -> why. */
    static final Map<String, String> WITHOUT =
            Map.of(
                    "core/device/cpu.py", "asks about a CPU",
                    "core/kernel/gradient_check.py", "judges networks of users",
                    "models/function/function.py", "hands weights of users' networks on",
                    "sample/evaluation/feature/script.py", "calls a network of a file",
                    "sample/evaluation/feature/inception.py", "needs the weights of a file",
                    "sample/evaluation/score/score.py", "scores are computed on the CPU's numbers");

    private Checks() {}

    static List<DeviceCheck> all() {
        List<DeviceCheck> all = new ArrayList<>();
        all.add(
                DeviceCheck.maths(
                        "arithmetic and functions",
                        List.of("core/kernel/arithmetic.py", "core/kernel/functions.py"),
                        mode -> computed(mode, Checks::arithmetic)));
        all.add(
                DeviceCheck.single(
                        "noise",
                        List.of("core/random/noise.py"),
                        mode -> computed(mode, Checks::noise)));
        for (var rule : UpdateRules.examples().entrySet()) {
            all.add(
                    DeviceCheck.maths(
                            "update rule " + rule.getKey(),
                            List.of("sample/sampler/rules.py"),
                            mode -> computed(mode, (arena, x) -> descended(rule.getValue(), x))));
        }
        for (var integrator : Integrators.examples().entrySet()) {
            DeviceCheck.Numbers numbers =
                    mode -> computed(mode, (arena, x) -> followed(integrator.getValue(), x));
            String name = "integrator " + integrator.getKey();
            List<String> texts = List.of("sample/integrator/steps.py");
            all.add( // noise has other numbers in other types
                    integrator.getKey().startsWith("sde")
                            ? DeviceCheck.single(name, texts, numbers)
                            : DeviceCheck.maths(name, texts, numbers));
        }
        all.add(
                DeviceCheck.single(
                        "likelihood of a flow",
                        List.of("sample/likelihood/likelihood.py"),
                        mode -> computed(mode, Checks::likelihood)));
        all.add(
                DeviceCheck.maths(
                        "energy along a line",
                        List.of("sample/evaluation/ood/ood.py"),
                        mode -> computed(mode, Checks::lineIntegral)));
        all.add(
                DeviceCheck.single(
                        "features, moments, Frechet distance",
                        List.of(
                                "models/classifier/classifier.py",
                                "sample/evaluation/feature/pixels.py",
                                "sample/evaluation/statistics/moments.py",
                                "sample/evaluation/statistics/frechet.py"),
                        mode -> computed(mode, Checks::distance)));
        all.add(
                DeviceCheck.single(
                        "nearest neighbours",
                        List.of("sample/evaluation/neighbours/neighbours.py"),
                        Checks::neighbours));
        all.add(
                DeviceCheck.single(
                        "sums over ranks",
                        List.of("core/ranks/ordered_sum.py"),
                        mode -> computed(mode, (arena, x) -> orderedSum(x))));
        all.addAll(NetworkChecks.all());
        all.add(LandscapeCheck.check());
        return all;
    }

    /** Packed, added in order, and unpacked again. */
    private static double[] orderedSum(NDArray x) {
        Kernel sum = Kernel.text(OrderedSum.class, "ordered_sum.py");
        NDArray mine = sum.call("pack").with(x.zerosLike()).list(List.of(x)).one();
        NDArray added = sum.call("add", mine);
        sum.call("unpack").with(added).list(List.of(x)).one();
        return doubles(x);
    }

    /** On noise [N, 1, 4, 4], without a graph; everything is freed. */
    private static double[] computed(DeviceMode mode, BiFunction<Arena, NDArray, double[]> work) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(mode.device(), "check");
                Scope scope = Scope.open()) {
            return work.apply(arena, mode.normal(arena, 1, N, 1, 4, 4));
        }
    }

    /** The numbers of an array of either float type. */
    static double[] doubles(NDArray x) {
        if (x.getDataType() == DataType.FLOAT64) {
            return x.toDoubleArray();
        }
        float[] single = x.toFloatArray();
        double[] values = new double[single.length];
        Arrays.setAll(values, i -> single[i]);
        return values;
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] arithmetic(Arena arena, NDArray x) {
        NDArray positive = Arithmetic.add(Arithmetic.square(x), 0.5);
        NDArray weight = x.get("0, 0, 0");
        return joined(
                List.of(
                        doubles(Arithmetic.axpy(x, 0.3, positive)),
                        doubles(Arithmetic.scale(x, 1.7)),
                        doubles(Arithmetic.sub(2, x)),
                        doubles(Arithmetic.div(1, positive)),
                        doubles(Arithmetic.pow(positive, 1.5)),
                        doubles(Arithmetic.clip(x, -0.4, 0.6)),
                        Arithmetic.numbers(Arithmetic.sampleNorms(x)),
                        doubles(Arithmetic.rows(x, new int[] {3, 0})),
                        doubles(Functions.silu(x)),
                        doubles(Functions.rmsNorm(x, weight, 1e-6)),
                        doubles(Functions.meanSquare(x, positive))));
    }

    private static double[] noise(Arena arena, NDArray x) {
        return doubles(Noise.normal(arena, SEEDS, new Shape(2, 3, 3)));
    }

    /** ∇E = 2x + x³, of E = x² + x⁴/4: curved, convex, and exact to write down. */
    private static final class Bowl implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            return Arithmetic.axpy(Arithmetic.square(x).mul(x), 2, x);
        }

        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray energy(NDArray x) {
            NDArray square = Arithmetic.square(x);
            return Arithmetic.axpy(square, 0.25, Arithmetic.square(square))
                    .sum(new int[] {1, 2, 3});
        }

        @Override
        public void close() {} // holds nothing
    }

    private static double[] descended(UpdateRule rule, NDArray x) {
        return doubles(
                new Sampler(rule, new StopRule.MaxSteps(5))
                        .run(new Bowl(), x, SEEDS, SampleListener.NONE)
                        .x());
    }

    private static double[] followed(Integrator integrator, NDArray x) {
        return doubles(
                new Integration(integrator, 5)
                        .run(VelocityField.of(new Bowl()), x, SEEDS, SampleListener.NONE)
                        .x());
    }

    private static double[] likelihood(Arena arena, NDArray x) {
        // backwards in time a steeper field would leave all bounds
        return new Likelihood(3, 2, Probe.RADEMACHER)
                .of(VelocityField.of(at -> Arithmetic.mul(at.mul(at), 0.1)), x, SEEDS)
                .nats();
    }

    private static double[] lineIntegral(Arena arena, NDArray x) {
        return new LineIntegralEnergy(Reference.zero(new Shape(1, 4, 4)), 4).of(new Bowl(), x);
    }

    private static double[] distance(Arena arena, NDArray x) {
        double[] normal = DeviceMode.normal(9, 40 * 28 * 28);
        float[] bytes = new float[normal.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (float) Math.max(0, Math.min(255, Math.rint(127.5 + 60 * normal[i])));
        }
        NDArray pictures = arena.of(bytes, 40, 1, 28, 28);
        List<double[]> all = new ArrayList<>();
        try (Features net = ClassifierFeatures.fmnist28(arena.device());
                Features pixels = new PixelFeatures(new ImageShape(1, 28, 28), 7)) {
            NDArray logits = net.of(pictures).get(FeatureKind.LOGITS);
            NDArray means = pixels.of(pictures).get(FeatureKind.POOLED);
            all.add(doubles(logits));
            all.add(doubles(means));
            Gaussian first = gaussian(means.get("0:20"));
            Gaussian second = gaussian(means.get("20:40"));
            double distance = FrechetDistance.between(first, second, arena.device()).value();
            all.add(new double[] {distance});
        }
        return joined(all);
    }

    private static Gaussian gaussian(NDArray features) {
        int dimension = Math.toIntExact(features.getShape().get(1));
        try (Moments moments = new Moments(dimension, features.getDevice())) {
            moments.add(features);
            return moments.gaussian();
        }
    }

    private static double[] neighbours(DeviceMode mode) {
        float[] queries = floats(DeviceMode.normal(5, 6 * 8));
        VectorSet among = VectorSet.of(floats(DeviceMode.normal(6, 50 * 8)), 8);
        return new NearestNeighbours(3, 16)
                .of(queries, among, mode.device(), done -> {}).stream()
                        .flatMap(List::stream)
                        .flatMapToDouble(n -> Arrays.stream(new double[] {n.index(), n.distance()}))
                        .toArray();
    }

    private static float[] floats(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }
}
