package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.UsageException;
import dev.eqm.train.step.TrainState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Measures when it is told to, so that another program can let eqm and others take turns on one
 * machine: {@code bench/compare.py} does.
 *
 * <p>What is measured is prepared first, and a line of JSON says so. Each line that comes in is a
 * number of calls; the answer is a line with the seconds of each and the seconds of all processors
 * together that one took on average, after one call that does not count. It ends when the input
 * ends.
 *
 * @param in the numbers of calls
 * @param out takes the lines of JSON
 */
public record Turns(BufferedReader in, Consumer<String> out) {
    /** What can be measured in turn. */
    public static final List<String> KINDS = List.of("forward", "train");

    /**
     * Prepares, then answers until the input ends.
     *
     * @param what one of {@link #KINDS}: what sampling evaluates at each step, in its lanes, or one
     *     training step
     * @throws UsageException for a line that is no number of calls
     */
    public void serve(String what, Workload w) {
        if (what.equals("train")) {
            try (TrainState start = w.start()) {
                answer(head(what, w), new TrainSteps(w.step(), start));
            }
        } else {
            forward(what, w);
        }
    }

    private void forward(String what, Workload w) {
        try (GradMode off = GradMode.off();
                FieldModel network =
                        new LanedModel(
                                w.isTrained() ? w.trained() : w.samplingNetwork(), w.lanes());
                Arena arena = Arena.open(w.device(), "forward")) {
            Shape all = new Shape(w.batch()).addAll(network.architecture().sampleShape());
            NDArray x = Workload.noise(arena, all.getShape());
            long classes = network.classes();
            long[] labels = LongStream.range(0, w.batch()).map(i -> i % classes).toArray();
            try (FieldModel.Conditioned field = network.condition(labels, 0.0)) {
                JsonObject head = head(what, w);
                if (w.isTrained()) {
                    head = head.with("error", error(w, x, labels, field));
                }
                answer(head, w.timed(() -> field.gradient(x)));
            }
        }
    }

    /** ‖f − f₃₂‖ / ‖f₃₂‖ against the network that is trained, in float32. */
    private static double error(
            Workload w, NDArray x, long[] labels, FieldModel.Conditioned field) {
        try (FieldModel plain = ModelFile.read(w.weights(), Precision.FLOAT32, w.device());
                FieldModel.Conditioned wanted = plain.condition(labels, 0.0);
                Scope scope = Scope.open()) {
            NDArray want = wanted.gradient(x);
            NDArray difference = field.gradient(x).sub(want);
            return difference.norm().getFloat() / want.norm().getFloat();
        }
    }

    private static JsonObject head(String what, Workload w) {
        return JsonObject.of("ready", what)
                .with("precision", w.precisionName())
                .with("batch", w.batch())
                .with("lanes", w.lanes().count());
    }

    private void answer(JsonObject head, Runnable work) {
        work.run();
        out.accept(Json.write(head));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.accept(Json.write(turn(calls(line), work)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the standard input", e);
        }
    }

    private static JsonObject turn(int calls, Runnable work) {
        work.run(); // what ran before has taken the caches
        List<Double> seconds = new ArrayList<>();
        long used = processorNanos();
        for (int i = 0; i < calls; i++) {
            long begin = System.nanoTime();
            work.run();
            seconds.add((System.nanoTime() - begin) * 1e-9);
        }
        double cpu = (processorNanos() - used) * 1e-9 / calls;
        return JsonObject.of("seconds", seconds).with("cpu", cpu);
    }

    /** Of all threads of this process; it cannot be negative on a JVM that eqm runs on. */
    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static int calls(String line) {
        if (!line.matches("[1-9][0-9]{0,5}")) {
            throw new UsageException(
                    "standard input: each line must be a number of calls from 1 to 999999, got '"
                            + line
                            + "'");
        }
        return Integer.parseInt(line);
    }
}
