package dev.eqm.cli.console;

import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.StepTimes;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells a person how training goes: loss, explained variance, images a second, time left.
 *
 * <p>It hears {@code TrainListener}'s events. On a terminal every step rewrites the status; every
 * {@code logEvery} steps, and at the last, a line stays. Loss and explained variance are means
 * since the last such line; images a second and the time left are means since training began, or
 * went on.
 *
 * <p>At the end it tells where the time went, checkpoints included, and how many steps were clipped
 * or skipped. A skipped step is told at once and is in no mean: its loss is not finite.
 */
public final class TrainProgress implements TrainListener {
    private final Console console;
    private final long steps;
    private final long every;
    private long begin;
    private long firstStep;
    private double loss;
    private double zeroField;
    private long sinceLine;
    private long images;
    private double saving;
    private long good;
    private long clipped;
    private long skipped;
    private StepTimes times = StepTimes.ZERO;

    public TrainProgress(Console console, long steps, long every) {
        this.console = console;
        this.steps = steps;
        this.every = every;
    }

    @Override
    public void started(TrainState state) {
        begin = System.nanoTime();
        firstStep = state.step();
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        images += report.images();
        times = times.plus(report.times());
        if (report.finite()) {
            loss += report.loss();
            zeroField += report.zeroFieldLoss();
            sinceLine++;
            good++;
            clipped += report.clipped() ? 1 : 0;
        } else {
            skipped++;
            console.line(
                    "step %d skipped: loss %s, gradient norm %s",
                    report.step(), report.loss(), report.gradientNorm());
        }
        String text = describe(report);
        console.status(Console.bar(report.step() / (double) steps) + " " + text);
        if (report.step() % every == 0 || report.step() == steps) {
            console.line("%s", text);
            loss = 0;
            zeroField = 0;
            sinceLine = 0;
        }
    }

    /**
     * Means since the last line that stays; the time left is by the mean speed so far, checkpoints
     * and previews included.
     */
    private String describe(StepReport report) {
        double elapsed = seconds();
        double left = elapsed / (report.step() - firstStep) * (steps - report.step());
        String means =
                Console.text("loss %.4f  explained %.3f", loss / sinceLine, 1 - loss / zeroField);
        String time = Console.duration(left);
        return Console.text(
                "step %d/%d  %s  %.0f images/s  %s left",
                report.step(), steps, means, images / elapsed, time);
    }

    @Override
    public void saved(Path checkpoint, double seconds) {
        saving += seconds;
        console.status("checkpoint " + checkpoint);
    }

    @Override
    public void ended(TrainResult result) {
        if (images == 0 && result.reason() == TrainResult.Reason.NOT_FINITE) {
            return; // its first step failed, which the exception tells
        }
        if (images == 0) {
            console.line("nothing left to train: all %d steps are complete", result.step());
            return;
        }
        Map<String, Double> parts = times.byName();
        parts.put("checkpoints", saving);
        double all = times.total() + saving;
        String shares =
                parts.entrySet().stream()
                        .map(e -> Console.text("%s %.1f %%", e.getKey(), 100 * e.getValue() / all))
                        .collect(Collectors.joining(", "));
        String end = result.reason().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        console.line("%s after %s: %s", end, Console.duration(seconds()), shares);
        if (clipped > 0) {
            console.line(
                    "gradients clipped in %d of %d steps (%.1f %%)",
                    clipped, good, 100.0 * clipped / good);
        }
        if (skipped > 0) {
            console.line(
                    "%d steps skipped because their loss or gradient was not finite, %d in the whole run",
                    skipped, result.skipped());
        }
    }

    private double seconds() {
        return Math.max(1e-9, (System.nanoTime() - begin) * 1e-9);
    }
}
