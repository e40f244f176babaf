package dev.eqm.run.reproduce.work;

import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far a reproduction has come: multiplications done and left, those of trainings and of samples
 * apart, as machines do them at different speeds.
 */
final class Progress {
    /** What two cores do in a second before anything was measured: trainings, samples. */
    private static final Map<Kind, Double> ASSUMED =
            Map.of(Kind.TRAINING, Speeds.TRAINING, Kind.SAMPLING, Speeds.SAMPLING);

    /** Work that is timed apart. */
    enum Kind {
        /** Steps of trainings. */
        TRAINING,
        /** Samples and what is measured of them. */
        SAMPLING
    }

    private final RunListener listener;
    private final Map<Kind, Double> left = new TreeMap<>();
    private final Map<Kind, Double> done = new TreeMap<>();
    private final Map<Kind, Double> seconds = new TreeMap<>();
    private final Set<String> counted = new HashSet<>();
    private final Elapsed elapsed = new Elapsed();
    private int tasks;
    private int tasksDone;

    Progress(RunListener listener, List<ItemPlan> plans, Results results) {
        this.listener = listener;
        for (Kind kind : Kind.values()) {
            left.put(kind, 0.0);
            done.put(kind, 0.0);
            seconds.put(kind, 0.0);
        }
        for (ItemPlan plan : plans) {
            for (TrainingTask t : plan.trainings()) {
                if (counted.add(t.key()) && !t.isDone()) {
                    double share = 1 - t.stepsThere() / (double) t.config().train().steps();
                    add(Kind.TRAINING, t.flops() * share);
                }
            }
            for (Job job : plan.jobs()) {
                if (counted.add(job.key()) && results.get(job).isEmpty()) {
                    add(Kind.SAMPLING, job.flops());
                }
            }
        }
    }

    private void add(Kind kind, double flops) {
        left.merge(kind, flops, Double::sum);
        tasks++;
    }

    /** Work is under way. */
    void working(Kind kind, double flops, double fraction, String what) {
        double rest = secondsLeft() - fraction * flops / speed(kind);
        listener.progressed(
                share(kind, flops * fraction),
                "%s (%d of %d), about %s left"
                        .formatted(what, tasksDone + 1, tasks, Elapsed.text(Math.max(0, rest))));
    }

    /** Work is done. */
    void finished(Kind kind, double flops, double took, String what) {
        left.merge(kind, -flops, Double::sum);
        done.merge(kind, flops, Double::sum);
        seconds.merge(kind, took, Double::sum);
        tasksDone++;
        listener.found(
                String.format(
                        Locale.ROOT,
                        "%d of %d: %s in %s; about %s left",
                        tasksDone,
                        tasks,
                        what,
                        Elapsed.text(took),
                        Elapsed.text(secondsLeft())));
    }

    /** Seconds since it began. */
    double seconds() {
        return elapsed.seconds();
    }

    private double speed(Kind kind) {
        double time = seconds.get(kind);
        return time < 1 || done.get(kind) <= 0 ? ASSUMED.get(kind) : done.get(kind) / time;
    }

    private double secondsLeft() {
        double sum = 0;
        for (Kind kind : Kind.values()) {
            sum += Math.max(0, left.get(kind)) / speed(kind);
        }
        return sum;
    }

    private double share(Kind kind, double flops) {
        double rest = secondsLeft() - flops / speed(kind);
        double gone = elapsed.seconds();
        return Math.min(1, Math.max(0, gone / (gone + Math.max(0, rest))));
    }
}
