package dev.eqm.train.step;

import ai.djl.Device;
import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Optimizer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A run small enough for tests: 8x8 images of two classes, a network of a few thousand weights. */
public record TinyRun(long seed, int batchSize, Optimizer optimizer, Loss loss) {
    /** One: computes on the calling thread. */
    static final Lanes LANES = Lanes.of(1);

    /** 8x8 pixels, width 16, two blocks. */
    public static final SiTConfig ARCHITECTURE =
            new SiTConfig(8, 4, 1, 16, 2, 2, 2, 2, 0.1, false, false);

    /** The usual one. */
    public static TinyRun usual() {
        return withRate(1e-3);
    }

    /** With a learning rate. */
    public static TinyRun withRate(double rate) {
        AdamW adamW = new AdamW(rate, 0.9, 0.999, 1e-8, 0.01);
        return new TinyRun(7, 5, adamW, new EqmLoss(new TruncatedDecay(0.8, 4)));
    }

    /** The same with another optimiser. */
    public TinyRun with(Optimizer other) {
        return new TinyRun(seed, batchSize, other, loss);
    }

    /** The same with another loss. */
    public TinyRun with(Loss other) {
        return new TinyRun(seed, batchSize, optimizer, other);
    }

    /** Twelve images: bright top for class 0, bright left for class 1, some noise. */
    public static ImageSource images() {
        int count = 12;
        byte[] pixels = new byte[count * 64];
        int[] labels = new int[count];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int p = 0; p < 64; p++) {
                boolean bright = labels[i] == 0 ? p / 8 < 4 : p % 8 < 4;
                pixels[i * 64 + p] = (byte) ((bright ? 200 : 30) + random.nextInt(40));
            }
        }
        return new ByteImages(
                "tiny", new ImageShape(1, 8, 8), pixels, labels, List.of("top", "left"));
    }

    /** Before the first step. */
    public TrainState start() {
        return TrainState.start(
                SiT.fresh(ARCHITECTURE, Precision.FLOAT32, Device.cpu(), seed), recipe());
    }

    /** One step of it. */
    public TrainStep step() {
        return step(settings(1000, 1000));
    }

    private TrainStep step(TrainSettings settings) {
        return new TrainStep(settings.batches(images(), true), recipe(), settings, LANES);
    }

    /** One average, a constant rate. */
    Recipe recipe() {
        return Recipe.of(loss, optimizer, 0.99);
    }

    /** Metrics of every step, three checkpoints kept. */
    TrainSettings settings(long steps, long checkpointEvery) {
        return settings(steps, batchSize, seed, 1, checkpointEvery, 3);
    }

    /** The published way of doing these many steps. */
    static TrainSettings settings(
            long steps, int batchSize, long seed, long log, long save, int keep) {
        OnBadStep bad = OnBadStep.STOP;
        return new TrainSettings(
                steps, batchSize, 0, false, seed, GammaDraw.UNIFORM, 0, bad, 10, log, save, keep);
    }

    /** What identifies it. */
    public RunIdentity identity() {
        return RunIdentity.of(ARCHITECTURE, settings(1, 1), recipe());
    }

    /** Its checkpoints. */
    public Checkpoints checkpoints(Path folder) {
        return new Checkpoints(folder, identity(), 3);
    }

    /** The loop over it. */
    public Trainer trainer(
            long steps, long checkpointEvery, Path folder, TrainListener... listeners) {
        TrainStep step = step(settings(steps, checkpointEvery));
        return new Trainer(step, checkpoints(folder), List.of(listeners));
    }
}
