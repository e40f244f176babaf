package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTBlock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Single layers: {@code <layer>_<which>} is a layer on the tokens {@code x_<which>}; layers without
 * a number are those of block 0.
 */
final class PartCases implements GoldenGroup {
    private static final Pattern ON_TOKENS =
            Pattern.compile("(norm|modulate|attn|mlp|final|block(\\d+))_(\\w+)");
    private static final Pattern ADALN = Pattern.compile("adaln_block(\\d+)");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        try (SiT model = golden.model();
                Arena arena = golden.arena()) {
            NDArray cond = golden.array(arena, "cond");
            Conditioning modulations = model.modulations(cond);
            for (Matcher m : golden.expected(ADALN)) {
                answers.put(m.group(), modulations.block(Integer.parseInt(m.group(1))));
            }
            answers.put("adaln_final", modulations.last());
            for (Matcher m : golden.expected(ON_TOKENS)) {
                if (golden.has("x_" + m.group(3))) {
                    NDArray x = golden.array(arena, "x_" + m.group(3));
                    onTokens(model, m, x, cond, modulations, answers);
                }
            }
            if (golden.has("unpatchify_in")) {
                NDArray tokens = golden.array(arena, "unpatchify_in");
                answers.put("unpatchify_out", model.unpatchify(tokens));
            }
            if (golden.has("act_in")) {
                double[] in = golden.tensor("act_in").doubles();
                try (Activations activations = new Activations(golden.device())) {
                    answers.put("gelu_tanh", activations.gelu(in), in.length);
                    answers.put("silu", activations.silu(in), in.length);
                }
            }
        }
    }

    private static void onTokens(
            SiT model,
            Matcher m,
            NDArray x,
            NDArray cond,
            Conditioning modulations,
            Answers answers) {
        SiTBlock first = model.blocks().get(0);
        switch (m.group(1)) {
            case "norm" -> answers.put(m.group(), first.norm(x));
            case "modulate" -> answers.put(m.group(), first.modulate(x, cond, half(cond)));
            case "attn" -> answers.put(m.group(), first.attention(x));
            case "mlp" -> answers.put(m.group(), first.mlp(x));
            case "final" -> answers.putTurned(m.group(), model.finalTokens(x, modulations));
            default -> {
                int i = Integer.parseInt(m.group(2));
                answers.put(m.group(), model.blocks().get(i).forward(x, modulations.block(i)));
            }
        }
    }

    /** The set modulates by shift = cond, scale = cond/2. */
    private static NDArray half(NDArray cond) {
        NDArray nothing = cond.zerosLike();
        return Arithmetic.axpy(nothing, 0.5, cond);
    }
}
