package dev.eqm.cli.bench;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.train.log.JsonLines;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainSettings;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Many steps of training, with metrics and checkpoints as in a run, or of sampling, batch after
 * batch; memory is read at even distances.
 *
 * <p>What a short benchmark cannot see: an array left open in every step, a cache that never ends,
 * a listener that keeps what it hears. {@link Curve#flat} judges the readings.
 *
 * @param steps how many
 * @param each hears every reading as it is made
 */
public record Endurance(long steps, Consumer<Curve.Point> each) {
    private static final int READINGS = 20;
    private static final int CHECKPOINTS = 10;

    /** Training steps. */
    public Curve training(Workload w) {
        Readings readings = new Readings();
        try (Scratch scratch = Scratch.near(w.config().runs(), 64 * w.parameters());
                TrainState start = w.start()) {
            TrainSettings settings =
                    w.config().train().lasting(steps, every(), Math.max(1, steps / CHECKPOINTS), 1);
            TrainListener metrics =
                    new JsonLines(scratch.folder().resolve("metrics.jsonl"), every(), steps);
            new Trainer(w.step(settings), scratch.checkpoints(w), List.of(metrics, readings))
                    .run(start);
        }
        return new Curve("train", readings.points);
    }

    /** Sampling steps, all samples of a batch together counted as one. */
    public Curve sampling(Workload w) {
        Readings readings = new Readings();
        int perBatch = (int) Math.min(steps, w.config().sampling().steps());
        Sampler sampler =
                new Sampler(w.config().sampling().rule(), new StopRule.MaxSteps(perBatch));
        long batches = (steps + perBatch - 1) / perBatch;
        try (FieldModel network = new LanedModel(w.network(), w.lanes())) {
            readings.read(0);
            for (long i = 0; i < batches; i++) {
                NumberedRequests plan =
                        new NumberedRequests(
                                Labels.all(network.classes()), w.batch(), i, w.batch());
                new Generation(sampler, w.config().sampling().guidance(), plan)
                        .run(network, List.of(), readings);
            }
        }
        return new Curve("sampler", readings.points);
    }

    /** Steps between two readings. */
    private long every() {
        return Math.max(1, steps / READINGS);
    }

    /** Counts steps and reads memory now and then. */
    private final class Readings implements TrainListener, GenerationListener {
        private final List<Curve.Point> points = new ArrayList<>();
        private final long begin = System.nanoTime();
        private long sampled;

        @Override
        public void started(TrainState state) {
            read(0);
        }

        @Override
        public void stepped(StepReport report, TrainState state) {
            count(report.step());
        }

        @Override
        public void stepped(int first, int number, Step step, double[] norms) {
            sampled++;
        }

        /** Between batches: within one there are the loop's own arrays. */
        @Override
        public void batchDone(int done, SampleResult result) {
            count(sampled);
        }

        /** Reads when a multiple of {@link #every} was passed, and at the end. */
        private void count(long step) {
            long last = points.get(points.size() - 1).step();
            if (step / every() > last / every() || step == steps) {
                read(step);
            }
        }

        /** Reads memory now; arrays are counted after a garbage collection. */
        void read(long step) {
            Curve.Point point =
                    new Curve.Point(
                            step,
                            Memory.resident().orElse(-1),
                            OpenArrays.count().orElse(-1),
                            (System.nanoTime() - begin) * 1e-9);
            points.add(point);
            each.accept(point);
        }
    }
}
