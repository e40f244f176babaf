package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.sit.Conditioning;
import dev.eqm.models.sit.Embeddings;
import dev.eqm.models.sit.SiT;

/** The whole network, stage by stage, and once more in one call: {@code out}. */
final class ForwardCases implements GoldenGroup {
    @Override
    public void run(GoldenCase golden, Answers answers) {
        try (SiT model = golden.model();
                Arena arena = golden.arena()) {
            NDArray x = golden.array(arena, "x");
            NDArray t = golden.array(arena, "t");
            NDArray y = golden.array(arena, "y");
            Embeddings embeddings = model.embeddings();
            NDArray time = model.timeConditional() ? t : arena.zeros(t.getShape().getShape());
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
}
