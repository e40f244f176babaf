package dev.eqm.cli.bench.gpu;

import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.store.JsonObject;
import java.util.Locale;

/**
 * A job and how long it took.
 *
 * @param what for people, its size included
 * @param seconds of all of it
 * @param images made or trained on
 * @param flops of all of it, 2 a multiply-accumulate; 0 where they are not counted
 * @param rounds updates or steps
 * @param traffic kernel calls and reads of all rounds; zeros where they are not counted
 */
record DeviceTime(
        String what, double seconds, double images, double flops, int rounds, Traffic traffic) {
    /** Share of the device's own rate of matrix products. */
    double share(double rate) {
        return flops / seconds / rate;
    }

    /** A row of the table. */
    String line(double rate) {
        String calls =
                traffic.calls() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %d kernel calls and %.2f reads a round",
                                traffic.calls() / rounds,
                                traffic.reads() / (double) rounds);
        String share =
                flops == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "  %5.1f %% of the product rate", 100 * share(rate));
        return String.format(
                Locale.ROOT,
                "%-52s %9.3f s %9.2f images/s%s%s",
                what,
                seconds,
                images / seconds,
                share,
                calls);
    }

    JsonObject toJson(double rate) {
        return JsonObject.of("what", what)
                .with("seconds", seconds)
                .with("imagesPerSecond", images / seconds)
                .withIf(flops > 0, "flops", flops)
                .withIf(flops > 0, "shareOfProductRate", share(rate))
                .with("rounds", rounds)
                .with("kernelCallsPerRound", traffic.calls() / (double) rounds)
                .with("readsPerRound", traffic.reads() / (double) rounds);
    }
}
