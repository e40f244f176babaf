package dev.eqm.models.sit;

import static dev.eqm.models.nn.ParameterSpec.fixed;
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
        all.add(trained("x_embedder.proj.weight", XAVIER, d, c.channels(), p, p));
        all.add(trained("x_embedder.proj.bias", ZEROS, d));
        all.add(trained("t_embedder.mlp.0.weight", SMALL, d, FREQUENCIES));
        all.add(trained("t_embedder.mlp.0.bias", ZEROS, d));
        all.add(trained("t_embedder.mlp.2.weight", SMALL, d, d));
        all.add(trained("t_embedder.mlp.2.bias", ZEROS, d));
        all.add(trained("y_embedder.embedding_table.weight", SMALL, c.classes() + 1, d));
        for (int i = 0; i < c.depth(); i++) {
            String block = "blocks." + i + ".";
            linear(all, block + "attn.qkv", XAVIER, 3 * d, d);
            linear(all, block + "attn.proj", XAVIER, d, d);
            linear(all, block + "mlp.fc1", XAVIER, c.hidden(), d);
            linear(all, block + "mlp.fc2", XAVIER, d, c.hidden());
            linear(all, block + "adaLN_modulation.1", ZEROS, 6 * d, d);
        }
        linear(all, "final_layer.linear", ZEROS, p * p * c.outChannels(), d);
        linear(all, "final_layer.adaLN_modulation.1", ZEROS, 2 * d, d);
        return all;
    }

    private static void linear(List<ParameterSpec> all, String name, Init weight, int out, int in) {
        all.add(trained(name + ".weight", weight, out, in));
        all.add(trained(name + ".bias", ZEROS, out));
    }
}
