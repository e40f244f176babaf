package dev.eqm.run.start;

import ai.djl.Device;
import dev.eqm.core.data.Batches;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.Elapsed;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Random;

/**
 * How fast this machine trains a configuration, by doing so for some seconds on noise. Other work
 * on the machine slows it down now as it will later; what pictures cost to decode is not in it.
 *
 * @param imagesPerSecond of training steps
 * @param where the device, in words
 * @param lanes parts of a batch side by side
 * @param gpu whether it is one
 */
record SpeedCheck(double imagesPerSecond, String where, int lanes, boolean gpu) {
    /** Programs that wait for a processor, beyond which the measurement says less. */
    private static final double BUSY = 1.5;

    /** What is to be said of a machine that does other work; empty for one that does not. */
    static String busy() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage(); // negative where it is not known
        int cores = system.getAvailableProcessors();
        return load > BUSY * cores
                ? StartText.count(
                        "other programs keep this machine busy (load %.1f on %d "
                                + "cores): without them, training takes less time",
                        load, cores)
                : "";
    }

    /** First steps compile kernels and fill caches: they are not counted. */
    private static final int WARM_UP = 3;

    private static final double SECONDS = 3;
    private static final int MOST_STEPS = 200;

    /** Trains and forgets. */
    static SpeedCheck of(RunConfig given) {
        Device device = given.computeOn(null);
        try (Lanes lanes = Lanes.of(given.lanesOn(device))) {
            RunConfig config = given.on(device, lanes);
            int batch = config.train().batchSize();
            TrainStep step =
                    new TrainStep(
                            new Batches(noise(config, batch), batch, 0, false),
                            config.recipe(),
                            config.train(),
                            lanes);
            FieldModel fresh =
                    config.model().architecture().fresh(config.fixedPrecision(), device, 0);
            try (TrainState first = TrainState.start(fresh, config.recipe())) {
                TrainState state = first;
                for (int i = 0; i < WARM_UP; i++) {
                    step.run(state);
                    state = state.next();
                }
                Elapsed elapsed = new Elapsed();
                int done = 0;
                while (done < MOST_STEPS && (done == 0 || elapsed.seconds() < SECONDS)) {
                    step.run(state); // its arrays are those of the first, which is closed
                    state = state.next();
                    done++;
                }
                double rate = (double) done * batch / elapsed.seconds();
                return new SpeedCheck(rate, Backend.name(device), lanes.count(), device.isGpu());
            }
        }
    }

    /** One batch of images of no meaning: what they show costs nothing. */
    private static ImageSource noise(RunConfig config, int count) {
        ImageShape shape =
                new ImageShape(
                        config.model().channels(),
                        config.model().imageSize(),
                        config.model().imageSize());
        Random random = new Random(0);
        float[][] pixels = new float[count][shape.elementCount()];
        for (float[] image : pixels) {
            for (int i = 0; i < image.length; i++) {
                image[i] = 2 * random.nextFloat() - 1;
            }
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % config.model().classes();
        }
        return ImageSource.of(pixels, labels, shape);
    }
}
