package dev.eqm.models.sit;

import static dev.eqm.models.nn.ParameterSpec.fixed;
import static dev.eqm.models.nn.ParameterSpec.layer;
import static dev.eqm.models.nn.ParameterSpec.trained;

import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Names, shapes, order and initialisation of all parameters, as published. The order is that of
 * {@code state_dict} and numbers the optimiser's state. Zero modulations and a zero last layer make
 * a fresh network answer exactly 0.
 *
 * <p>A linear layer is a weight [out, in] and a bias [out]; rows of {@code qkv} are all of q, all
 * of k, all of v; rows of {@code adaLN_modulation.1} are shift, scale, gate of the attention, then
 * of the MLP.
 */
public final class SiTNames {
    /** Width of the time sinusoid. */
    static final int FREQUENCIES = 256;

    private static final Init ZEROS = new Init.Zeros();
    private static final Init SMALL = new Init.Normal(0.02);
    private static final Init XAVIER = new Init.XavierUniform();

    private SiTNames() {}

    /** Every parameter of an architecture; nothing is allocated. */
    public static List<ParameterSpec> of(SiTConfig c) {
        List<ParameterSpec> all = new ArrayList<>();
        int d = c.width();
        int p = c.patchSize();
        all.add(fixed("pos_embed", () -> PositionTable.of(d, c.grid()), 1, c.tokens(), d));
        all.addAll(layer("x_embedder.proj", XAVIER, ZEROS, d, c.channels(), p, p));
        all.addAll(layer("t_embedder.mlp.0", SMALL, ZEROS, d, FREQUENCIES));
        all.addAll(layer("t_embedder.mlp.2", SMALL, ZEROS, d, d));
        all.add(trained("y_embedder.embedding_table.weight", SMALL, c.classes() + 1, d));
        for (int i = 0; i < c.depth(); i++) {
            String block = "blocks." + i + ".";
            all.addAll(layer(block + "attn.qkv", XAVIER, ZEROS, 3 * d, d));
            all.addAll(layer(block + "attn.proj", XAVIER, ZEROS, d, d));
            all.addAll(layer(block + "mlp.fc1", XAVIER, ZEROS, c.hidden(), d));
            all.addAll(layer(block + "mlp.fc2", XAVIER, ZEROS, d, c.hidden()));
            all.addAll(layer(block + "adaLN_modulation.1", ZEROS, ZEROS, 6 * d, d));
        }
        all.addAll(layer("final_layer.linear", ZEROS, ZEROS, p * p * c.outChannels(), d));
        all.addAll(layer("final_layer.adaLN_modulation.1", ZEROS, ZEROS, 2 * d, d));
        return all;
    }
}
