package dev.eqm.run;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Check;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.scoring.OodScores;
import dev.eqm.run.scoring.StateScores;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Interruption;
import dev.eqm.sample.generate.NumberedRequests;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What a {@link Pipeline} says of states, without guidance, batch by batch. */
record PipelineLandscape(OpenRun run, PipelineSamples samples) {
    /** {@link Pipeline#anomaly}. */
    double[] anomalies(float[] all, String score, String label) {
        PipelineSamples.requireLabels(label);
        requireScore(score);
        Classes classes = run.model().classes();
        long number = label.equals(Pipeline.NULL) ? classes.count() : classes.label(label);
        return new StateScores(
                        run.setup().model(),
                        run.network(),
                        score,
                        number,
                        run.sampling().batchSize())
                .of(all, run.shape());
    }

    private static void requireScore(String score) {
        Set<String> known = OodScores.examples().keySet();
        require(
                score != null && known.contains(score.toLowerCase(Locale.ROOT).replace('_', '-')),
                "score must be %s, got '%s'",
                Check.either(known),
                score);
    }

    /** {@link Pipeline#energy}. */
    double[] energies(float[] all, String labels) {
        PipelineSamples.requireLabels(labels);
        requireEnergy();
        double[] energies = new double[all.length / run.shape().elementCount()];
        look(
                all,
                labels,
                (field, x, first) -> {
                    double[] some = Arithmetic.numbers(field.energy(x));
                    System.arraycopy(some, 0, energies, first, some.length);
                });
        return energies;
    }

    private void requireEnergy() {
        boolean isExplicit = run.network().architecture() instanceof EnergyArchitecture;
        require(
                isExplicit || run.network().timeConditional(),
                "the model must have an explicit energy, got %s, an implicit one, of which only"
                        + " the gradient is known; train EqM-E (model.energy, as in"
                        + " fashion-mnist-energy.yaml), or use gradient() or anomaly()",
                run.setup().model().name());
    }

    /** {@link Pipeline#gradient}. */
    float[][] gradients(float[] all, String labels) {
        int size = run.shape().elementCount();
        float[] gradients = new float[all.length];
        look(
                all,
                labels,
                (field, x, first) -> {
                    float[] some = field.gradient(x).toFloatArray();
                    System.arraycopy(some, 0, gradients, first * size, some.length);
                });
        return samples.states().rows(gradients);
    }

    /** What is looked at, of the states from {@code first} on. */
    private interface Look {
        void at(Field field, NDArray x, int first);
    }

    private void look(float[] all, String labels, Look look) {
        if (run.network().timeConditional()) {
            throw new BrokenRuleException(
                    "the model takes time as an input: its output is the velocity at one "
                            + "time, not the gradient of an energy; use a model without time input");
        }
        ImageShape s = run.shape();
        int size = s.elementCount();
        int n = all.length / size;
        NumberedRequests requests = samples.requestsFor("states", n, labels, 0);
        for (int first = 0; first < n; first += requests.batchSize()) {
            Interruption.check("before state " + first);
            int some = requests.sizeAt(first);
            float[] part = Arrays.copyOfRange(all, first * size, (first + some) * size);
            try (GradMode off = GradMode.off();
                    Arena arena = Arena.open(run.model().device(), "states");
                    Scope scope = Scope.open();
                    Field field = run.network().condition(requests.labelsAt(first))) {
                NDArray x = arena.of(part, some, s.channels(), s.height(), s.width());
                look.at(field, x, first);
            }
        }
    }
}
