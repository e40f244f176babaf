package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.Embeddings;
import dev.eqm.models.sit.PositionTable;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTBlock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The transformer from its tables to its answer, each layer by itself and all in a row.
 *
 * <p>Everything up to the last layer is the same in both signs; from {@code final_...} on the
 * numbers are turned.
 */
final class LayerCases {
    private static final Pattern TABLE = Pattern.compile("(dim(\\d+)_grid(\\d+))(_at_rows)?");
    private static final Pattern SINUSOID = Pattern.compile("t_freq(_dim\\d+)?");
    private static final Pattern ADALN = Pattern.compile("adaln_block(\\d+)");
    private static final Pattern ON_TOKENS =
            Pattern.compile("(norm|modulate|attn|mlp|final|block(\\d+))_(\\w+)");

    private LayerCases() {}

    /** The position table: {@code dim<D>_grid<G>}, whole or {@code _at_rows} of {@code _rows}. */
    static void positionTables(GoldenCase golden, Answers answers) {
        for (Matcher m : golden.expected(TABLE)) {
            int width = Integer.parseInt(m.group(2));
            int grid = Integer.parseInt(m.group(3));
            float[] table = PositionTable.of(width, grid); // [G², D]
            long[] rows =
                    m.group(4) == null
                            ? LongStream.range(0, (long) grid * grid).toArray()
                            : golden.tensor(m.group(1) + "_rows").longs();
            double[] chosen = new double[rows.length * width];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = table[Math.toIntExact(rows[i / width]) * width + i % width];
            }
            answers.put(m.group(), chosen, rows.length, width);
        }
    }

    /** Time and label embeddings, with the null label put in by force. */
    static void embeddings(GoldenCase golden, Answers answers) {
        SiT model = golden.model();
        NDArray t = golden.array("t");
        for (Matcher m : golden.expected(SINUSOID)) {
            long width = golden.tensor(m.group()).shape()[1];
            answers.put(m.group(), Embeddings.sinusoid(t, Math.toIntExact(width)));
        }
        answers.put("t_emb", model.embeddings().time(t));
        answers.put("y_emb", model.embeddings().labels(golden.array("y")));
        if (golden.has("force_drop_ids")) {
            long[] labels = golden.tensor("y").longs();
            long[] drop = golden.tensor("force_drop_ids").longs();
            for (int i = 0; i < labels.length; i++) {
                labels[i] = drop[i] == 1 ? model.classes() : labels[i]; // the null label is last
            }
            NDArray dropped = golden.arena().of(labels, labels.length);
            answers.put("y_after_drop", dropped);
            answers.put("y_emb_dropped", model.embeddings().labels(dropped));
        }
    }

    /**
     * Single layers: {@code <layer>_<which>} is a layer on the tokens {@code x_<which>}; layers
     * without a number are those of block 0.
     */
    static void parts(GoldenCase golden, Answers answers) {
        SiT model = golden.model();
        NDArray cond = golden.array("cond");
        Conditioning modulations = model.modulations(cond);
        for (Matcher m : golden.expected(ADALN)) {
            answers.put(m.group(), modulations.block(Integer.parseInt(m.group(1))));
        }
        answers.put("adaln_final", modulations.last());
        for (Matcher m : golden.expected(ON_TOKENS)) {
            if (golden.has("x_" + m.group(3))) {
                onTokens(model, m, golden.array("x_" + m.group(3)), cond, modulations, answers);
            }
        }
        if (golden.has("unpatchify_in")) {
            answers.put("unpatchify_out", model.unpatchify(golden.array("unpatchify_in")));
        }
        if (golden.has("act_in")) {
            double[] in = golden.tensor("act_in").doubles();
            try (Activations activations = new Activations(golden.arena().device())) {
                answers.put("gelu_tanh", activations.gelu(in));
                answers.put("silu", activations.silu(in));
            }
        }
    }

    /**
     * One layer on given tokens.
     *
     * @param m its name, what it is and on which tokens
     * @param x tokens, [N, T, D]
     * @param cond conditioning vectors, [N, D]; the set modulates by shift = cond, scale = cond/2
     */
    private static void onTokens(
            SiT model, Matcher m, NDArray x, NDArray cond, Conditioning all, Answers answers) {
        SiTBlock first = model.blocks().get(0);
        switch (m.group(1)) {
            case "norm" -> answers.put(m.group(), first.norm(x));
            case "modulate" ->
                    answers.put(m.group(), first.modulate(x, cond, Arithmetic.scale(cond, 0.5)));
            case "attn" -> answers.put(m.group(), first.attention(x));
            case "mlp" -> answers.put(m.group(), first.mlp(x));
            case "final" -> answers.putTurned(m.group(), model.finalTokens(x, all));
            default -> {
                int i = Integer.parseInt(m.group(2));
                answers.put(m.group(), model.blocks().get(i).forward(x, all.block(i)));
            }
        }
    }

    /** The whole network, stage by stage, and once more in one call: {@code out}. */
    static void forward(GoldenCase golden, Answers answers) {
        SiT model = golden.model();
        NDArray x = golden.array("x");
        NDArray t = golden.array("t");
        NDArray y = golden.array("y");
        Embeddings embeddings = model.embeddings();
        NDArray time = model.timeConditional() ? t : golden.arena().zeros(t.getShape().getShape());
        answers.put("patch_tokens", embeddings.patches(x));
        answers.put("t_emb", embeddings.time(time));
        answers.put("y_emb", embeddings.labels(y));
        answers.put("cond", embeddings.conditioning(time, y));
        Conditioning conditioning = model.conditioning(y, t);
        NDArray tokens = embeddings.tokens(x); // [N, T, D]
        answers.put("tokens", tokens);
        for (int i = 0; i < model.blocks().size(); i++) {
            tokens = model.blocks().get(i).forward(tokens, conditioning.block(i));
            answers.put("act" + i, tokens);
        }
        NDArray last = model.finalTokens(tokens, conditioning); // [N, T, p·p·outChannels]
        answers.putTurned("final_tokens", last);
        answers.putTurned("out_full", model.unpatchify(last));
        answers.putTurned("out", model.answer(x, t, y).gradient());
    }
}
