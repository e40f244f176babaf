package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.DormandPrince;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Integration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ODE integration: {@code eulerN_states} at the N time points named in {@code eulerN_index}, and
 * ends of other adaptive solvers at the published tolerances.
 */
final class OdeCases implements GoldenGroup {
    private static final Pattern EULER = Pattern.compile("euler(\\d+)_states");
    private static final List<String> ENDS = List.of("exact", "dopri5_torchdiffeq", "rk45_scipy");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        boolean flow = golden.id().startsWith("10_");
        try (SiT model = golden.model(flow);
                Arena arena = golden.arena();
                Scope scope = Scope.open();
                VelocityField v = Guidance.NONE.velocity(model, 0, golden.tensor("y").longs())) {
            NDArray z = golden.array(arena, "z");
            for (Matcher m : golden.expected(EULER)) {
                int points = Integer.parseInt(m.group(1));
                List<double[]> states = new ArrayList<>();
                states.add(Answers.values(z));
                new Integration(new Euler(), points - 1)
                        .run(v, z, (k, step, norms) -> states.add(Answers.values(step.x())));
                long[] index = golden.tensor("euler" + points + "_index").longs();
                int size = (int) z.size();
                double[] some = new double[index.length * size];
                for (int i = 0; i < index.length; i++) {
                    System.arraycopy(states.get((int) index[i]), 0, some, i * size, size);
                }
                answers.put(m.group(), some, SamplingCases.prepended(index.length, shape(z)));
            }
            double[] end =
                    Answers.values(
                            new Integration(new DormandPrince(1e-3, 1e-6, 1000), 1).run(v, z).x());
            ENDS.forEach(name -> answers.put(name, end, shape(z)));
        }
        answers.gap(
                "dopri5_torchdiffeq_states",
                "eqm gives the end alone: its samples are at different times on the way");
    }

    private static long[] shape(NDArray z) {
        return z.getShape().getShape();
    }
}
