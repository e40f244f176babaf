package dev.eqm.run.start;

import dev.eqm.core.device.Precision;
import dev.eqm.run.Elapsed;
import dev.eqm.run.plan.CostEstimate;
import dev.eqm.run.plan.FlopCount;
import dev.eqm.run.plan.Footprint;
import dev.eqm.run.settings.RunConfig;

/**
 * What a training will take.
 *
 * @param speed measured on this machine
 * @param seconds of the whole training, its grids included
 * @param bytes of memory; 0 where there is no formula for the network
 * @param parameters of the network
 */
record StartEstimate(SpeedCheck speed, double seconds, double bytes, long parameters) {
    private static final double GB = 1e9;

    /** Of a configuration. */
    static StartEstimate of(RunConfig config, SpeedCheck speed) {
        CostEstimate cost = new CostEstimate(config, 1);
        double bytes = // in float32, which needs most
                Footprint.training(config, Precision.FLOAT32, speed.lanes(), speed.gpu())
                        .map(Footprint::bytes)
                        .orElse(0.0);
        double seconds = images(config) / speed.imagesPerSecond();
        return new StartEstimate(speed, seconds, bytes, cost.parameters());
    }

    /** Images of the training, and what its grids cost in images. */
    private static double images(RunConfig config) {
        return work(config, config.train().steps());
    }

    private static double work(RunConfig config, long steps) {
        FlopCount flops = FlopCount.of(config);
        long every = config.preview().every();
        double grids = every == 0 ? 1 : Math.ceil(steps / (double) every);
        double each = config.preview().count() * flops.sampled() / flops.trainedImage();
        return (double) steps * config.train().batchSize() + grids * each;
    }

    /**
     * The steps that fit into a time, a round number of them.
     *
     * @param seconds of the whole training
     */
    static long steps(RunConfig config, SpeedCheck speed, double seconds) {
        double share = seconds * speed.imagesPerSecond() / images(config);
        long steps = Math.round(share * config.train().steps());
        long unit = steps >= 1000 ? 100 : 10;
        return Math.max(1, steps / unit * unit);
    }

    /** {@code about 6 min on this machine (...)}. */
    String time() {
        return StartText.count(
                "about %s on this machine (%s, %s; %.0f images per second, measured just now)",
                rounded(seconds),
                speed.where(),
                speed.lanes() == 1 ? "1 lane" : speed.lanes() + " lanes",
                speed.imagesPerSecond());
    }

    /** An estimate has no seconds where there are minutes. */
    private static String rounded(double seconds) {
        double unit = seconds < 100 ? 10 : 60;
        return Elapsed.text(Math.max(unit, Math.round(seconds / unit) * unit)).replace(" 00 s", "");
    }

    /** {@code about 0.5 GB}. */
    String memory() {
        return bytes == 0
                ? "not known for this kind of network"
                : StartText.count("about %.1f GB", Math.max(0.1, bytes / GB));
    }
}
