package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient descent on an explicit energy, along the raw output as the published sampler does it and
 * along the true gradient.
 */
final class EnergySamplingCases implements GoldenGroup {
    @Override
    public void run(GoldenCase golden, Answers answers) {
        long[] labels = golden.tensor("y").longs();
        try (SiT model = golden.model();
                EnergyModel explicit = EnergyCases.over(model, golden.settings().text("ebm"));
                FieldModel raw = explicit.rawOutput();
                FieldModel.Conditioned f = raw.condition(labels);
                FieldModel.Conditioned field = explicit.condition(labels);
                Arena arena = golden.arena();
                Scope scope = Scope.open()) {
            NDArray z = golden.array(arena, "z");
            put(answers, "trajectory_official", walk(golden, f, z), z);
            List<double[]> states = walk(golden, field, z);
            put(answers, "trajectory_true_gradient", states, z);
            putEnergies(answers, field, states, z, arena);
        }
    }

    private static List<double[]> walk(GoldenCase golden, Field field, NDArray z) {
        int updates = golden.settings().integer("updates");
        List<double[]> states = new ArrayList<>();
        new Sampler(
                        new GradientDescent(golden.settings().number("eta")),
                        new StopRule.MaxSteps(updates))
                .run(field, z, (number, step, norms) -> states.add(Answers.values(step.x())));
        return states;
    }

    private static void put(Answers answers, String name, List<double[]> states, NDArray z) {
        long[] shape = z.getShape().getShape();
        long[] all = new long[shape.length + 1];
        all[0] = states.size();
        System.arraycopy(shape, 0, all, 1, shape.length);
        answers.put(name, joined(states), all);
    }

    /** Before every update: at the start, then after every update but the last. */
    private static void putEnergies(
            Answers answers,
            FieldModel.Conditioned field,
            List<double[]> states,
            NDArray z,
            Arena arena) {
        List<double[]> energies = new ArrayList<>();
        energies.add(Answers.values(field.energy(z)));
        for (double[] state : states.subList(0, states.size() - 1)) {
            float[] values = new float[state.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) state[i];
            }
            NDArray x = arena.of(values, z.getShape().getShape());
            energies.add(Answers.values(field.energy(x)));
        }
        answers.put("energy_true_gradient", joined(energies), states.size(), z.getShape().get(0));
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
