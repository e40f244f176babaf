package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.DiffusionForm;
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

/**
 * The SDE samplers with the given noise, and the times at which the network is called: the
 * published code calls it twice for velocity and score, eqm once.
 */
final class SdeCases implements GoldenGroup {
    @Override
    public void run(GoldenCase golden, Answers answers) {
        List<Double> times = new ArrayList<>();
        List<double[]> states = new ArrayList<>();
        int steps = golden.settings().integer("num_steps");
        try (SiT model = golden.model(true);
                Arena arena = golden.arena();
                Scope scope = Scope.open();
                VelocityField network =
                        Guidance.NONE.velocity(model, 0, golden.tensor("y").longs())) {
            NDArray z = golden.array(arena, "z");
            NDArray noise = golden.array(arena, "noise");
            VelocityField v =
                    (x, t) -> {
                        times.add(t[0]);
                        return network.velocity(x, t);
                    };
            FixedStep integrator =
                    sde(golden).with((k, x, seeds) -> noise.get(new NDIndex("{}", k - 1)));
            new Integration(integrator, steps)
                    .run(v, z, (k, step, norms) -> states.add(Answers.values(step.x())));
            double[] all = states.stream().flatMapToDouble(Arrays::stream).toArray();
            answers.put("states", all, SamplingCases.prepended(steps, z.getShape().getShape()));
        }
        answers.add(compareTimes(golden, times));
    }

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
