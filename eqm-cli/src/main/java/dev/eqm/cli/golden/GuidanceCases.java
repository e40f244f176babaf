package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.field.Field;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.guidance.Guided;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Classifier-free guidance on states of 2n rows, with labels and without: {@code out_scale_<s>},
 * and {@code dot_out_scale_<s>} for the explicit energy of the dot product.
 */
final class GuidanceCases {
    /** The published code guides the first three channels, whatever they are. */
    private static final int GUIDED_CHANNELS = 3;

    private static final Pattern SCALE =
            Pattern.compile("(dot_)?out_scale_(" + GoldenCase.NUMBER + ")");

    private GuidanceCases() {}

    /**
     * Guides the implicit field, and the explicit one where the set has it. Both halves of the
     * state are rows of one batch: the first with labels, the second with the null label.
     */
    static void run(GoldenCase golden, Answers answers) {
        SiT model = golden.model();
        NDArray x = golden.array("x"); // [2n, C, H, W]
        Conditioning both = model.conditioning(golden.array("y"), golden.array("t"));
        guided(golden, answers, model, rows -> model.forward(rows, both).gradient(), false);
        if (golden.expected().stream().anyMatch(name -> name.startsWith("dot_"))) {
            explicit(golden, answers, model, x);
        }
    }

    /** The same with the dot product; its energies are those of both halves, not guided. */
    private static void explicit(GoldenCase golden, Answers answers, SiT model, NDArray x) {
        NDArray first = x.get(new NDIndex("0:{}", x.getShape().get(0) / 2));
        try (EnergyModel energy = EnergyCases.over(model, "dot");
                FieldModel.Conditioned field = energy.condition(golden.tensor("y").longs())) {
            guided(golden, answers, model, field, true);
            answers.put("dot_energy", field.energy(first.concat(first)));
        }
    }

    /**
     * Offers a field under every scale that the case names.
     *
     * @param field answers all 2n rows at once
     * @param dot whether it is the explicit energy, whose arrays have a prefix
     */
    private static void guided(
            GoldenCase golden, Answers answers, SiT model, Field field, boolean dot) {
        for (Matcher m : golden.expected(SCALE)) {
            if (dot == (m.group(1) != null)) {
                Guidance guidance = published(model, Double.parseDouble(m.group(2)));
                Field mixed = new Guided(field, guidance).published();
                answers.putTurned(m.group(), mixed.gradient(golden.array("x")));
            }
        }
    }

    /** Guidance of the channels that the published code guides. */
    static Guidance published(SiT model, double scale) {
        return new Guidance(scale, Math.min(GUIDED_CHANNELS, model.architecture().channels()));
    }
}
