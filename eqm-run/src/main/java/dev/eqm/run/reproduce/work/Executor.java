package dev.eqm.run.reproduce.work;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.run.Elapsed;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.reproduce.measure.Looks;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.run.reproduce.measure.Readings;
import dev.eqm.run.reproduce.measure.Trial;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import dev.eqm.run.training.TrainingDivergedException;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does what an item needs and is not yet known: trains, searches, measures. Everything is kept as
 * soon as it is done, and a training goes on from its newest checkpoint, so a process that is
 * killed at any time costs at most the work since then.
 */
public final class Executor implements AutoCloseable {
    private final Results results;
    private final Progress progress;
    private final RunListener listener;
    private final Looks looks;

    /**
     * For some items.
     *
     * @param plans all of them, for the time that is left
     * @param looks shared by all measurements; closed with this
     */
    public Executor(List<ItemPlan> plans, Results results, Looks looks, RunListener listener) {
        this.results = results;
        this.looks = looks;
        this.listener = listener;
        this.progress = new Progress(listener, plans, results);
    }

    /**
     * All numbers of an item.
     *
     * @throws RunFailedException if a training fails or is stopped
     */
    public Measured measure(ItemPlan plan) {
        plan.trainings().forEach(task -> train(plan, task));
        Map<Cell, Choice> choices = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            choices.put(cell, search(plan, cell));
        }
        List<List<Job>> jobs = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            jobs.add(plan.reported(cell, choices.get(cell).value()));
        }
        List<Readings> floors = plan.floors().stream().map(this::reading).toList();
        // seed by seed, so that what takes time is interleaved between arms
        List<Map<Cell, Readings>> bySeed = new ArrayList<>();
        for (int seed = 0; seed < plan.seeds(); seed++) {
            Map<Cell, Readings> all = new LinkedHashMap<>();
            for (int i = 0; i < jobs.size(); i++) {
                all.put(plan.cells().get(i), reading(jobs.get(i).get(seed)));
            }
            bySeed.add(all);
        }
        return new Measured(plan, choices, bySeed, floors);
    }

    private void train(ItemPlan plan, TrainingTask task) {
        if (task.isDone() || results.hasDiverged(task)) {
            return;
        }
        if (task.after().stream().anyMatch(results::hasDiverged)) {
            results.putDiverged(task, "the training whose weights it begins with diverged");
            return;
        }
        if (!task.missing().isEmpty()) {
            throw new BrokenRuleException(String.join("; ", task.missing()));
        }
        double share = 1 - task.stepsThere() / (double) task.config().train().steps();
        Elapsed elapsed = new Elapsed();
        try {
            trained(task, plan.scale().science());
        } catch (TrainingDivergedException e) {
            results.putDiverged(task, e.getMessage());
            listener.warned(
                    "training %s exploded, so its samples count as diverged: %s"
                            .formatted(task.key(), e.getMessage()));
        }
        progress.finished(
                Progress.Kind.TRAINING,
                task.flops() * share,
                elapsed.seconds(),
                "trained " + task.key());
    }

    private void trained(TrainingTask task, boolean science) {
        TrainedRun run =
                Training.of(task.config())
                        .resume()
                        .listen(warnings(science))
                        .listen(watch(task))
                        .run();
        if (run.result().reason() != TrainResult.Reason.COMPLETED) {
            throw new RunFailedException(
                    "training %s was stopped; the same command continues it".formatted(task.key()));
        }
    }

    /** Of a training only what is not as it should be is told, where it should be so. */
    private RunListener warnings(boolean science) {
        return !science
                ? RunListener.SILENT
                : new RunListener() {
                    @Override
                    public void warned(String what) {
                        listener.warned(what);
                    }
                };
    }

    private TrainListener watch(TrainingTask task) {
        long begun = task.stepsThere();
        return new TrainListener() {
            @Override
            public void stepped(StepReport report, TrainState state) {
                long steps = task.config().train().steps();
                double fraction = (state.step() - begun) / (double) Math.max(1, steps - begun);
                double flops = task.flops() * (steps - begun) / steps;
                String what = "training %s, step %d/%d".formatted(task.key(), state.step(), steps);
                progress.working(Progress.Kind.TRAINING, flops, fraction, what);
            }
        };
    }

    private Choice search(ItemPlan plan, Cell cell) {
        Map<String, List<Readings>> tried = new LinkedHashMap<>();
        plan.searches(cell)
                .forEach(
                        (value, jobs) ->
                                tried.put(value, jobs.stream().map(this::reading).toList()));
        return Choice.of(plan.search(), tried);
    }

    private Readings reading(Job job) {
        return results.get(job).orElseGet(() -> measured(job));
    }

    private Readings measured(Job job) {
        TrainingTask training = job.bound().training();
        if (results.hasDiverged(training)) {
            return Readings.of(Reading.diverged());
        }
        RunListener quiet =
                new RunListener() {
                    @Override
                    public void progressed(double fraction, String what) {
                        double part = Double.isNaN(fraction) ? 0 : fraction;
                        progress.working(Progress.Kind.SAMPLING, job.flops(), part, what);
                    }
                };
        FoundModel found =
                new ModelChoice(
                                new ModelPlace.Run(training.folder().path()),
                                ModelChoice.AUTO,
                                job.bound().field())
                        .find(quiet);
        Trial trial =
                new Trial(found, job.bound().sampling(), job.noise(), job.count(), looks, quiet);
        Elapsed elapsed = new Elapsed();
        Readings readings =
                job.floor() ? job.measure().floor(trial).orElseThrow() : job.measure().of(trial);
        results.put(job, readings);
        String what =
                job.floor() ? "measured real images" : "measured samples of " + training.key();
        progress.finished(Progress.Kind.SAMPLING, job.flops(), elapsed.seconds(), what);
        return readings;
    }

    @Override
    public void close() {
        looks.close();
    }
}
