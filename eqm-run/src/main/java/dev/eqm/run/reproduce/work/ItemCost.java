package dev.eqm.run.reproduce.work;

import dev.eqm.core.device.Precision;
import dev.eqm.run.plan.Accelerator;
import dev.eqm.run.plan.CostEstimate;
import dev.eqm.run.settings.PrecisionChoice;
import dev.eqm.run.settings.RunConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an item costs, beside what is already there.
 *
 * @param trainings that it needs
 * @param done of these, on disk
 * @param shared of these, needed by an item before it, and counted there
 * @param readings that it needs
 * @param readingsDone of these, on disk
 * @param trainingFlops of what is neither done nor shared
 * @param samplingFlops of what is neither done nor shared
 * @param missing what is not there and must be, in words
 */
public record ItemCost(
        ItemPlan plan,
        int trainings,
        int done,
        int shared,
        int readings,
        int readingsDone,
        double trainingFlops,
        double samplingFlops,
        List<String> missing) {
    /** Share of a GPU's peak that is assumed to be reached, as {@code eqm plan} has it. */
    private static final double UTILISATION = 0.4;

    private static final double HOUR = 3600;

    /** Of items in the order in which they are done. */
    public static List<ItemCost> of(List<ItemPlan> plans, Results results) {
        Set<String> seen = new HashSet<>();
        List<ItemCost> costs = new ArrayList<>();
        for (ItemPlan plan : plans) {
            costs.add(of(plan, results, seen));
        }
        return costs;
    }

    private static ItemCost of(ItemPlan plan, Results results, Set<String> seen) {
        int done = 0;
        int shared = 0;
        double training = 0;
        Set<String> missing = new TreeSet<>();
        List<TrainingTask> trainings = plan.trainings();
        for (TrainingTask task : trainings) {
            boolean there = task.isDone();
            done += there ? 1 : 0;
            missing.addAll(there ? List.of() : task.missing());
            if (!seen.add(task.key())) {
                shared++;
            } else if (!there) {
                double left = 1 - task.stepsThere() / (double) task.config().train().steps();
                training += left * task.flops();
            }
        }
        Set<String> jobs = new HashSet<>();
        int readingsDone = 0;
        double sampling = 0;
        for (Job job : plan.jobs()) {
            if (jobs.add(job.key())) {
                boolean there = results.get(job).isPresent();
                readingsDone += there ? 1 : 0;
                sampling += seen.add(job.key()) && !there ? job.flops() : 0;
            }
        }
        return new ItemCost(
                plan,
                trainings.size(),
                done,
                shared,
                jobs.size(),
                readingsDone,
                training,
                sampling,
                List.copyOf(missing));
    }

    /** Hours on two CPU cores. */
    public double hoursHere() {
        return (trainingFlops / Speeds.TRAINING + samplingFlops / Speeds.SAMPLING) / HOUR;
    }

    /** Hours on a GPU at 40 % of its peak. */
    public double hours(Accelerator gpu) {
        return gpu.hours(trainingFlops + samplingFlops, mode(), UTILISATION);
    }

    private Accelerator.Mode mode() {
        return plan.trainings().stream().anyMatch(t -> t.config().tf32())
                ? Accelerator.Mode.TF32
                : Accelerator.Mode.FLOAT32;
    }

    /** Bytes of the largest training step; not a number for networks without a formula. */
    public double memory() {
        return plan.trainings().stream()
                .map(TrainingTask::config)
                .flatMap(c -> new CostEstimate(c, UTILISATION).training(precision(c)).stream())
                .mapToDouble(f -> f.bytes())
                .max()
                .orElse(Double.NaN);
    }

    private static Precision precision(RunConfig config) {
        return config.precision() == PrecisionChoice.BFLOAT16
                ? Precision.BFLOAT16
                : Precision.FLOAT32;
    }
}
