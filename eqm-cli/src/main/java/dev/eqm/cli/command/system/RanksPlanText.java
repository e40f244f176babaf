package dev.eqm.cli.command.system;

import dev.eqm.cli.console.Console;
import dev.eqm.run.plan.Accelerator;
import dev.eqm.run.plan.Accelerator.Mode;
import dev.eqm.run.plan.RanksEstimate;
import java.util.Locale;

/** Prints what training over ranks costs, below the plan of one device. */
record RanksPlanText(Console out) {
    private static final double GB = 1e9;

    /** A row for each GPU and kind of product. */
    void print(RanksEstimate plan) {
        out.line("");
        out.line(
                "%d ranks, one GPU each, at %.3g GB/s: each sends and receives %.3f GB of gradients a step, in %.1f ms",
                plan.ranks(), plan.bandwidth() / GB, plan.bytes() / GB, 1e3 * plan.communication());
        out.line(
                "  %-10s %-9s %14s %14s %12s %12s",
                "", "products", "compute a step", "communication", "training", "memory");
        for (Accelerator gpu : Accelerator.ALL) {
            for (Mode mode : Mode.values()) {
                double computing = plan.computing(gpu, mode);
                double step = computing + plan.communication();
                out.line(
                        "  %-10s %-9s %11.1f ms %12.1f %% %10.1f h %12s",
                        gpu.name(),
                        mode.label(),
                        1e3 * computing,
                        100 * plan.communication() / step,
                        plan.hours(gpu, mode),
                        plan.memory(mode.precision()).isPresent()
                                ? String.format(
                                        Locale.ROOT,
                                        "%.2f GB",
                                        plan.memory(mode.precision()).getAsDouble() / GB)
                                : "-");
            }
        }
        out.line(
                "  the sum follows the backward pass and does not overlap with it; training over GPUs has never been run");
    }
}
