package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.models.sit.Embeddings;
import dev.eqm.models.sit.SiT;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time and label embeddings, with the null label put in by force. */
final class EmbedderCases implements GoldenGroup {
    private static final Pattern SINUSOID = Pattern.compile("t_freq(_dim\\d+)?");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        try (SiT model = golden.model();
                Arena arena = golden.arena()) {
            NDArray t = golden.array(arena, "t");
            for (Matcher m : golden.expected(SINUSOID)) {
                long width = golden.tensor(m.group()).shape()[1];
                answers.put(m.group(), Embeddings.sinusoid(t, Math.toIntExact(width)));
            }
            answers.put("t_emb", model.embeddings().time(t));
            answers.put("y_emb", model.embeddings().labels(golden.array(arena, "y")));
            if (golden.has("force_drop_ids")) {
                long[] dropped = dropped(golden, model.classes());
                NDArray labels = arena.of(dropped, dropped.length);
                answers.put("y_after_drop", labels);
                answers.put("y_emb_dropped", model.embeddings().labels(labels));
            }
        }
    }

    private static long[] dropped(GoldenCase golden, long nullLabel) {
        long[] labels = golden.tensor("y").longs();
        long[] drop = golden.tensor("force_drop_ids").longs();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = drop[i] == 1 ? nullLabel : labels[i];
        }
        return labels;
    }
}
