package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Energy;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.PublishedSquaredNorm;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;

/** Explicit energies: raw output, field and energy, then the training loss and its gradients. */
final class EnergyCases implements GoldenGroup {
    private static final EqmLoss EQM = new EqmLoss(ScheduleCases.PUBLISHED);

    @Override
    public void run(GoldenCase golden, Answers answers) {
        try (SiT model = golden.model();
                EnergyModel explicit = over(model, golden.settings().text("ebm"));
                Arena arena = golden.arena()) {
            fields(golden, answers, explicit, arena);
            try (GradMode on = GradMode.on();
                    Scope scope = Scope.open()) {
                LossRun run = LossRun.of(golden, arena, explicit, EQM, "");
                LossCases.putRun(golden, answers, explicit, EQM, run);
            }
        }
    }

    /** The published names: {@code dot} (also {@code mean}) and {@code l2}. */
    static EnergyModel over(SiT model, String published) {
        Energy energy =
                switch (published) {
                    case "dot", "mean" -> new DotProduct();
                    case "l2" -> new PublishedSquaredNorm();
                    default ->
                            throw new BrokenRuleException(
                                    "ebm must be dot, mean or l2, got " + published);
                };
        return new EnergyArchitecture(model.config(), energy)
                .over(Precision.FLOAT32, model.parameters());
    }

    private static void fields(
            GoldenCase golden, Answers answers, EnergyModel explicit, Arena arena) {
        long[] labels = golden.tensor("x_y").longs();
        try (FieldModel raw = explicit.rawOutput();
                FieldModel.Conditioned f = raw.condition(labels);
                FieldModel.Conditioned field = explicit.condition(labels);
                Scope scope = Scope.open()) {
            NDArray x = golden.array(arena, "x");
            NDArray output = f.gradient(x);
            answers.putTurned("raw_output", output);
            answers.putTurned("field_under_no_grad", output);
            Field.Point point = field.at(x);
            answers.putTurned("field", point.gradient());
            answers.put("energy", point.energy());
        }
    }
}
