package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classifier-free guidance on states of 2n rows: {@code out_scale_<s>}. */
final class GuidanceCases implements GoldenGroup {
    /** The published code guides the first three channels, whatever they are. */
    private static final int GUIDED_CHANNELS = 3;

    private static final Pattern SCALE = Pattern.compile("out_scale_(" + Decimal.REGEX + ")");

    private static final Pattern DOT_SCALE =
            Pattern.compile("dot_out_scale_(" + Decimal.REGEX + ")");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        try (SiT model = golden.model();
                Arena arena = golden.arena()) {
            NDArray x = golden.array(arena, "x");
            Conditioning both =
                    model.conditioning(golden.array(arena, "y"), golden.array(arena, "t"));
            Field field = rows -> model.forward(rows, both).gradient();
            for (Matcher m : golden.expected(SCALE)) {
                Guidance guidance = published(model, Double.parseDouble(m.group(1)));
                answers.putTurned(m.group(), new Guided(field, guidance).published().gradient(x));
            }
            explicit(golden, answers, model, x);
        }
    }

    /** The same with the dot product; its energies are those of both halves, not guided. */
    private static void explicit(GoldenCase golden, Answers answers, SiT model, NDArray x) {
        List<Matcher> scales = golden.expected(DOT_SCALE);
        if (scales.isEmpty() && !answers.expects("dot_energy")) {
            return;
        }
        long half = x.getShape().get(0) / 2;
        NDArray first = x.get(new NDIndex("0:{}", half));
        try (EnergyModel energy = EnergyCases.over(model, "dot");
                FieldModel.Conditioned field = energy.condition(golden.tensor("y").longs())) {
            for (Matcher m : scales) {
                Guidance guidance = published(model, Double.parseDouble(m.group(1)));
                answers.putTurned(m.group(), new Guided(field, guidance).published().gradient(x));
            }
            answers.put("dot_energy", field.energy(first.concat(first)));
        }
    }

    /** Guidance of the channels that the published code guides. */
    static Guidance published(SiT model, double scale) {
        return new Guidance(scale, Math.min(GUIDED_CHANNELS, model.config().channels()));
    }
}
