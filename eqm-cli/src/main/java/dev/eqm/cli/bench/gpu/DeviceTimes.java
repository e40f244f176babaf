package dev.eqm.cli.bench.gpu;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.cli.bench.RandomImages;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.Tiles;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightsInMemory;
import dev.eqm.run.plan.FlopCount;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Times the jobs that users wait for, with fresh weights: the time of a network does not depend on
 * what it answers. Each job is begun once before it is timed.
 */
final class DeviceTimes {
    private static final double GUIDANCE = 4;
    private static final long SEED = 0;

    private final Device device;
    private final Precision precision;
    private final DeviceJobs jobs;

    DeviceTimes(Device device, Precision precision, DeviceJobs jobs) {
        this.device = device;
        this.precision = precision;
        this.jobs = jobs;
    }

    /** All of them; each is told when it is done. */
    List<DeviceTime> measure(Consumer<DeviceTime> told) {
        List<DeviceTime> all = new ArrayList<>();
        all.add(sampling());
        told.accept(all.get(0));
        for (String size : jobs.training()) {
            DeviceTime time = training(size);
            all.add(time);
            told.accept(time);
        }
        for (DeviceTime time : autoencoder()) {
            all.add(time);
            told.accept(time);
        }
        return all;
    }

    private RunConfig config(String size, int batch) {
        return NetworkChecks.config(
                List.of(
                        "model.backbone.kind=preset",
                        "model.backbone.name=" + size,
                        "model.imageSize=32",
                        "model.channels=4",
                        "model.classes=1000",
                        "model.learnSigma=true",
                        "train.batchSize=" + batch));
    }

    private DeviceTime sampling() {
        RunConfig config = config(jobs.sampling(), jobs.images());
        ModelArchitecture wanted = config.model().architecture();
        Parameters fresh = Parameters.initialised(device, wanted.specs(), SEED);
        long[] labels = LongStream.range(0, jobs.images()).toArray();
        try (GradMode off = GradMode.off();
                Lanes lanes = Lanes.of(config.lanesOn(device));
                FieldModel network =
                        new LanedModel(
                                wanted.forSampling(precision, device, new WeightsInMemory(fresh)),
                                lanes);
                FieldModel.Conditioned field =
                        new Guidance(GUIDANCE, 0).condition(network, labels);
                Arena arena = Arena.open(device, "samples")) {
            NDArray start =
                    new DeviceMode(device, DeviceMode.Kind.FLOAT32)
                            .normal(arena, 1, jobs.images(), 4, 32, 32);
            descend(field, start, 2);
            Traffic before = Traffic.now();
            double seconds = descend(field, start, jobs.updates());
            Traffic traffic = Traffic.now().since(before);
            double flops = 2.0 * jobs.images() * jobs.updates() * FlopCount.of(config).forward();
            String what =
                    "%s, %d images, %d NAG updates, guidance"
                            .formatted(jobs.sampling(), jobs.images(), jobs.updates());
            return new DeviceTime(what, seconds, jobs.images(), flops, jobs.updates(), traffic);
        }
    }

    private static double descend(FieldModel.Conditioned field, NDArray start, int updates) {
        long begin = System.nanoTime();
        try (Scope scope = Scope.open()) {
            Sampler sampler =
                    new Sampler(new Nesterov(0.003, 0.35), new StopRule.MaxSteps(updates));
            ProductRate.await(sampler.run(field, start).x());
        }
        return (System.nanoTime() - begin) * 1e-9;
    }

    private DeviceTime training(String size) {
        RunConfig config = config(size, jobs.batch());
        ModelArchitecture wanted = config.model().architecture();
        try (Lanes lanes = Lanes.of(config.lanesOn(device));
                TrainState start =
                        TrainState.start(wanted.fresh(precision, device, SEED), config.recipe())) {
            TrainStep step =
                    new TrainStep(
                            config.train()
                                    .batches(
                                            new RandomImages(wanted, 2 * jobs.batch()).open(),
                                            false),
                            config.recipe(),
                            config.train(),
                            lanes);
            TrainState state = start;
            step.run(state);
            state = state.next();
            Traffic before = Traffic.now();
            long begin = System.nanoTime();
            for (int i = 0; i < jobs.steps(); i++) {
                step.run(state);
                state = state.next();
            }
            double seconds = (System.nanoTime() - begin) * 1e-9;
            double images = (double) jobs.steps() * jobs.batch();
            return new DeviceTime(
                    "%s, training steps of %d images".formatted(size, jobs.batch()),
                    seconds,
                    images,
                    images * FlopCount.of(config).trainedImage(),
                    jobs.steps(),
                    Traffic.now().since(before));
        }
    }

    private List<DeviceTime> autoencoder() {
        KlConfig kl = KlConfig.STABLE_DIFFUSION;
        Parameters weights = Parameters.initialised(device, kl.specs(), SEED);
        int side = jobs.picture();
        try (GradMode off = GradMode.off();
                KlCodec codec = new KlCodec(kl, Tiles.NONE, precision, weights);
                Arena arena = Arena.open(device, "autoencoder")) {
            DeviceMode mode = new DeviceMode(device, DeviceMode.Kind.FLOAT32);
            NDArray picture = mode.normal(arena, 1, 1, 3, side, side);
            NDArray latent = mode.normal(arena, 2, 1, 4, side / kl.factor(), side / kl.factor());
            return List.of(
                    once(
                            "autoencoder, encoding %dx%d".formatted(side, side),
                            () -> codec.encode(picture)),
                    once(
                            "autoencoder, decoding %dx%d".formatted(side, side),
                            () -> codec.decode(latent)));
        }
    }

    /** Its multiplications are not counted. */
    private static DeviceTime once(String what, Supplier<NDArray> work) {
        double seconds = 0;
        for (int i = 0; i < 2; i++) { // one to warm up
            long begin = System.nanoTime();
            try (Scope scope = Scope.open()) {
                ProductRate.await(work.get());
            }
            seconds = (System.nanoTime() - begin) * 1e-9;
        }
        return new DeviceTime(what, seconds, 1, 0, 1, new Traffic(0, 0));
    }
}
