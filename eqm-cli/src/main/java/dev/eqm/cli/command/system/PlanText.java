package dev.eqm.cli.command.system;

import dev.eqm.cli.console.Console;
import dev.eqm.core.device.Precision;
import dev.eqm.run.plan.Accelerator;
import dev.eqm.run.plan.Accelerator.Mode;
import dev.eqm.run.plan.CostEstimate;
import dev.eqm.run.plan.FlopCount;
import dev.eqm.run.plan.Footprint;
import dev.eqm.run.plan.NoiseLeft;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints what a configuration costs: size and work, memory, hours on GPUs, noise that is left.
 *
 * <p>Each number stands beside what it comes from: memory beside its formula, a GPU beside its data
 * sheet, the sampler beside its step size. A reader who doubts one can then recompute it. Where
 * there is no formula for a network the line says so; nothing is guessed.
 */
record PlanText(Console out) {
    /** Gigabytes of the makers, not gibibytes: a GPU of 80 GB is compared with them. */
    private static final double GB = 1e9;

    /**
     * All of it, in the order in which one asks: how large, how much memory, how long, how well.
     */
    void print(CostEstimate plan) {
        size(plan);
        for (Precision precision : Precision.values()) {
            String again = plan.config().train().recompute() ? ", blocks recomputed" : "";
            memory("training memory, " + name(precision) + again, plan.training(precision));
        }
        for (Precision precision : Precision.values()) {
            String batch = plan.config().sampling().batchSize() + " samples, " + name(precision);
            memory("sampling memory, " + batch, plan.sampling(precision));
        }
        gpus(plan);
        noise(plan.noiseLeft());
    }

    /** Parameters, FLOPs of a forward pass, of training and of one sample. */
    private void size(CostEstimate plan) {
        FlopCount work = plan.work();
        out.line("%s", plan.config().name());
        out.line("%-24s %,d (%,d trainable)", "parameters", plan.parameters(), plan.trainable());
        out.line(
                "%-24s %.4f GMACs, %.4f GFLOPs",
                "forward pass", work.forward() / 2e9, work.forward() / 1e9);
        out.line(
                "%-24s %,.0f images, %.3g FLOPs each, %.3g in total",
                "training", work.images(), work.trainedImage(), work.training());
        if (work.evaluations().isPresent()) {
            out.line(
                    "%-24s %.3g FLOPs each (%s%d updates, NFE %d)",
                    "samples",
                    work.sampled(),
                    plan.config().sampling().guidance().needsNullLabel() ? "guided, " : "",
                    plan.config().sampling().steps(),
                    work.evaluations().getAsLong());
        } else {
            out.line("%-24s as many steps as each sample needs", "samples");
        }
    }

    /** As configurations write it. */
    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** A total and its parts, each with the formula that it comes from. */
    private void memory(String title, Optional<Footprint> footprint) {
        out.line("");
        if (footprint.isEmpty()) {
            out.line("%s: no formula for this kind of network", title);
            return;
        }
        out.line("%s: %.2f GB", title, footprint.get().bytes() / GB);
        for (Footprint.Part part : footprint.get().parts()) {
            out.line("  %-22s %9.3f GB  %s", part.name(), part.bytes() / GB, part.formula());
        }
    }

    /** A row for each GPU and kind of matrix product, at the share of its peak that is reached. */
    private void gpus(CostEstimate plan) {
        FlopCount work = plan.work();
        out.line("");
        out.line(
                "hours on one GPU at %.0f %% of its peak; batch sizes that fit while training",
                100 * plan.utilisation());
        out.line(
                "  %-10s %-9s %8s %12s %14s %10s",
                "", "products", "TFLOP/s", "training", "50,000 samples", "microBatch");
        boolean known = work.evaluations().isPresent();
        double samples = work.sampled() * CostEstimate.FID_IMAGES;
        for (Accelerator gpu : Accelerator.ALL) {
            for (Mode mode : Mode.values()) {
                out.line(
                        "  %-10s %-9s %8.1f %12s %14s %10s",
                        gpu.name(),
                        mode.label(),
                        gpu.peak(mode) / 1e12,
                        hours(gpu.hours(work.training(), mode, plan.utilisation())),
                        known ? hours(gpu.hours(samples, mode, plan.utilisation())) : "-",
                        plan.largestMicroBatch(gpu, mode.precision())
                                .map(n -> n == 0 ? "none" : Integer.toString(n))
                                .orElse("-"));
            }
        }
        Accelerator.ALL.forEach(gpu -> out.line("  %-10s %s", gpu.name(), gpu.source()));
        out.line("  not included: encoding and decoding of latents, data, optimiser");
    }

    /** Two decimals below ten hours; above, an estimate has none that mean anything. */
    private static String hours(double hours) {
        return String.format(Locale.ROOT, hours < 10 ? "%,.2f" : "%,.0f", hours);
    }

    /**
     * 1 − γ along the ideal path of the sampler: what it leaves of the noise if the field is
     * perfect.
     */
    private void noise(NoiseLeft left) {
        out.line("");
        out.line("ideal path: %s", left.sampler());
        if (left.isKnown()) {
            out.line(
                    "  noise left (1 - gamma) %.4g after all updates; %.4g, %.4g, %.4g after each quarter (%s)",
                    left.atEnd().orElseThrow(),
                    left.after(0.25),
                    left.after(0.5),
                    left.after(0.75),
                    left.why());
        } else {
            out.line("  %s", left.why());
        }
        left.limit().ifPresent(limit -> out.line("  eta must stay below %.6g", limit));
        left.warnings().forEach(w -> out.line("warning: %s", w));
    }
}
