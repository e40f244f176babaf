package dev.eqm.cli.golden;

import static dev.eqm.core.check.Check.broken;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Energy;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.PublishedSquaredNorm;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks with an explicit energy (EqM-E, eq. 7), which the settings name {@code ebm}.
 *
 * <p>With f in the paper's sign, {@code dot} is E = ⟨x, f(x)⟩ and {@code l2} is E = +½‖f(x)‖². The
 * set has E itself, but f and ∇E with the published sign. The published sampler follows f, the
 * published loss is of ∇E, so a case may ask for both.
 */
final class EnergyCases {
    private EnergyCases() {}

    /** Raw output, field and energy, then the training loss and its gradients. */
    static void fieldsAndLoss(GoldenCase golden, Answers answers) {
        try (EnergyModel explicit = over(golden.model(), golden.settings().text("ebm"))) {
            fields(golden, answers, explicit);
            try (GradMode on = GradMode.on();
                    Scope scope = Scope.open()) {
                LossRun run = LossRun.of(golden, explicit, LossCases.EQM, "");
                LossCases.putRun(golden, answers, explicit, LossCases.EQM, run);
            }
        }
    }

    /** The published names: {@code dot} (also {@code mean}) and {@code l2}. */
    static EnergyModel over(SiT model, String published) {
        Energy energy =
                switch (published) {
                    case "dot", "mean" -> new DotProduct();
                    case "l2" -> new PublishedSquaredNorm();
                    default -> throw broken("ebm must be dot, mean or l2, got %s", published);
                };
        return new EnergyArchitecture(model.architecture(), energy)
                .build(Precision.FLOAT32, model.parameters().borrowed());
    }

    /**
     * The published code answers f itself where it records no gradients: {@code
     * field_under_no_grad} is {@code raw_output}.
     */
    private static void fields(GoldenCase golden, Answers answers, EnergyModel explicit) {
        long[] labels = golden.tensor("x_y").longs();
        try (FieldModel raw = explicit.rawOutput();
                FieldModel.Conditioned f = raw.condition(labels);
                FieldModel.Conditioned field = explicit.condition(labels);
                Scope scope = Scope.open()) {
            NDArray x = golden.array("x");
            NDArray output = f.gradient(x);
            answers.putTurned("raw_output", output);
            answers.putTurned("field_under_no_grad", output);
            Field.Point point = field.at(x);
            answers.putTurned("field", point.gradient());
            answers.put("energy", point.energy());
        }
    }

    /**
     * Gradient descent along the raw output, as the published sampler does it, and along the true
     * gradient, with the energy before every update.
     */
    static void descents(GoldenCase golden, Answers answers) {
        long[] labels = golden.tensor("y").longs();
        try (EnergyModel explicit = over(golden.model(), golden.settings().text("ebm"));
                FieldModel raw = explicit.rawOutput();
                FieldModel.Conditioned f = raw.condition(labels);
                FieldModel.Conditioned field = explicit.condition(labels);
                Scope scope = Scope.open()) {
            NDArray z = golden.array("z");
            int updates = golden.settings().integer("updates");
            double eta = golden.settings().number("eta");
            answers.putStates("trajectory_official", SamplingCases.descent(f, z, eta, updates), z);
            List<double[]> states = SamplingCases.descent(field, z, eta, updates);
            answers.putStates("trajectory_true_gradient", states, z);

            NDArray energy = field.energy(z); // [N], at the start and after all updates but one
            List<double[]> energies = new ArrayList<>(List.of(Answers.values(energy)));
            for (double[] state : states.subList(0, states.size() - 1)) {
                NDArray wide = golden.arena().of(state, z.getShape().getShape());
                NDArray x = wide.toType(z.getDataType(), true);
                energies.add(Answers.values(field.energy(x)));
            }
            answers.putStates("energy_true_gradient", energies, energy);
        }
    }
}
