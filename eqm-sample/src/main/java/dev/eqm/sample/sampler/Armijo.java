package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Gradient descent with Armijo backtracking on an explicit energy: α starts at η and is multiplied
 * by {@code shrink} until E(x − αg) ≤ E(x) − c·α‖g‖², for every sample on its own; then x ← x − αg.
 * A sample that finds no such α within {@code trials} energies stays where it is for this step.
 *
 * <p>NFE: one for energy and gradient, one for every energy that the sample tries; samples that
 * have found their α are not evaluated again.
 */
public record Armijo(double eta, double shrink, double c, int trials) implements UpdateRule {
    public Armijo {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
        require(shrink > 0 && shrink < 1, "shrink must lie in (0, 1), got %s", shrink);
        require(c > 0 && c < 1, "c must lie in (0, 1), got %s", c);
        require(trials >= 1, "trials must be at least 1, got %s", trials);
    }

    @Override
    public boolean needsEnergy() {
        return true;
    }

    @Override
    public boolean restrictsFields() {
        return true;
    }

    @Override
    public Step step(Field field, NDArray x, NDList nothing, Tick tick) {
        Field.Point here = field.at(x);
        NDArray g = here.gradient();
        double[] energy = Arithmetic.numbers(here.energy());
        double[] norm = Loop.norms(g);
        double[] alpha = new double[energy.length];
        int[] open = IntStream.range(0, energy.length).toArray();
        double tried = eta * tick.factor();
        for (int k = 0; k < trials && open.length > 0; k++) {
            double a = tried;
            double[] there = energies(field, x, g, a, open);
            boolean[] good = new boolean[energy.length];
            for (int i = 0; i < open.length; i++) {
                int row = open[i];
                good[row] = there[i] <= energy[row] - c * a * norm[row] * norm[row];
                alpha[row] = good[row] ? -a : 0;
            }
            open = Arrays.stream(open).filter(row -> !good[row]).toArray();
            tried *= shrink;
        }
        return new Step(RuleKernels.axpyRows(x, alpha, g), g, nothing);
    }

    /** E(x − αg) of some rows. */
    private static double[] energies(Field field, NDArray x, NDArray g, double alpha, int[] rows) {
        if (rows.length == x.getShape().get(0)) {
            return Arithmetic.numbers(field.energy(Arithmetic.axpy(x, -alpha, g)));
        }
        try (Field some = field.restricted(rows)) {
            NDArray trial =
                    Arithmetic.axpy(Arithmetic.rows(x, rows), -alpha, Arithmetic.rows(g, rows));
            return Arithmetic.numbers(some.energy(trial));
        }
    }
}
