package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.DiffusionForm;
import dev.eqm.sample.integrator.DormandPrince;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.EulerMaruyama;
import dev.eqm.sample.integrator.FixedStep;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.LastStep;
import dev.eqm.sample.integrator.Stochastic;
import dev.eqm.sample.integrator.StochasticHeun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The samplers of Flow Matching: from noise at γ = 0 to data at γ = 1 along a velocity.
 *
 * <p>Fixed steps must agree at every time point. Adaptive solvers choose steps of their own, so
 * only their ends are held against each other, within the tolerance that the case gives them.
 */
final class IntegratorCases {
    private static final Pattern EULER = Pattern.compile("(euler\\d+)_states");
    private static final List<String> ENDS = List.of("exact", "dopri5_torchdiffeq", "rk45_scipy");

    private IntegratorCases() {}

    /**
     * ODE integration: {@code eulerN_states} at those of the N time points that {@code
     * eulerN_index} names, and ends of other adaptive solvers at the published tolerances.
     */
    static void ode(GoldenCase golden, Answers answers) {
        NDArray z = golden.array("z");
        try (VelocityField v = velocity(golden, golden.id().startsWith("10_"))) {
            for (Matcher m : golden.expected(EULER)) {
                int points = Integer.parseInt(m.group(1).substring("euler".length()));
                List<double[]> states = new ArrayList<>(List.of(Answers.values(z)));
                new Integration(new Euler(), points - 1)
                        .run(v, z, (k, step, norms) -> states.add(Answers.values(step.x())));
                long[] index = golden.tensor(m.group(1) + "_index").longs();
                answers.putStates(
                        m.group(),
                        Arrays.stream(index).mapToObj(i -> states.get((int) i)).toList(),
                        z);
            }
            NDArray end = new Integration(new DormandPrince(1e-3, 1e-6, 1000), 1).run(v, z).x();
            ENDS.forEach(name -> answers.put(name, end));
        }
        answers.gap(
                "dopri5_torchdiffeq_states",
                "eqm returns only the end point: its samples reach intermediate times independently");
    }

    /**
     * The SDE samplers with the given noise, and the times at which the network is called: the
     * published code calls it twice for velocity and score, eqm once.
     */
    static void sde(GoldenCase golden, Answers answers) {
        List<Double> times = new ArrayList<>();
        List<double[]> states = new ArrayList<>();
        NDArray z = golden.array("z");
        NDArray noise = golden.array("noise"); // [steps, N, C, H, W]
        try (VelocityField network = velocity(golden, true)) {
            VelocityField v =
                    (x, t) -> {
                        times.add(t[0]);
                        return network.velocity(x, t);
                    };
            FixedStep integrator =
                    sde(golden).with((k, x, seeds) -> noise.get(new NDIndex("{}", k - 1)));
            new Integration(integrator, golden.settings().integer("num_steps"))
                    .run(v, z, (k, step, norms) -> states.add(Answers.values(step.x())));
            answers.putStates("states", states, z);
        }
        answers.add(compareTimes(golden, times));
    }

    /** v = −∇E of the case's network and labels, without guidance; closed by its user. */
    private static VelocityField velocity(GoldenCase golden, boolean timeConditional) {
        long[] labels = golden.tensor("y").longs();
        return Guidance.NONE.velocity(golden.model(timeConditional), 0, labels);
    }

    /** The integrator that the settings describe; its order is in the id alone. */
    private static Stochastic sde(GoldenCase golden) {
        JsonFields s = golden.settings();
        DiffusionForm form =
                DiffusionForm.valueOf(s.text("diffusion_form").toUpperCase(Locale.ROOT));
        LastStep last = LastStep.valueOf(s.text("last_step").toUpperCase(Locale.ROOT));
        double norm = s.number("diffusion_norm");
        double size = s.number("last_step_size");
        return golden.id().endsWith("heun")
                ? new StochasticHeun(form, norm, last, size)
                : new EulerMaruyama(form, norm, last, size);
    }

    /** Every second of the published times. */
    private static ArrayResult compareTimes(GoldenCase golden, List<Double> got) {
        double[] published = golden.tensor("model_times").doubles();
        double[] want = new double[published.length / 2];
        Arrays.setAll(want, i -> published[2 * i]);
        double[] ours = Arrays.copyOf(got.stream().mapToDouble(t -> t).toArray(), want.length);
        if (got.size() != want.length) {
            Arrays.fill(ours, Double.NaN); // another number of calls
        }
        return ArrayResult.compare("model_times", ours, want, 1e-6, 0);
    }
}
