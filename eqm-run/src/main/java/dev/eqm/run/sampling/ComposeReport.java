package dev.eqm.run.sampling;

import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Composition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ComposeRequest} made.
 *
 * @param compositions a row each
 */
public record ComposeReport(
        Path picture,
        Sampling sampling,
        long seed,
        List<AddedModel> added,
        List<Composition> compositions) {
    /** {@code compose.json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sampling", sampling.toString());
        all.put("seed", seed);
        for (AddedModel other : added) {
            all.put("with", other.model().place().path().toString());
            all.put("withWeight", other.weight());
        }
        all.put(
                "compositions",
                compositions.stream()
                        .map(c -> c.terms().stream().map(ComposeReport::term).toList())
                        .toList());
        return all;
    }

    private static Map<String, Object> term(Composition.Term term) {
        boolean isNull = term.label() == Composition.NULL_LABEL;
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("label", isNull ? (Object) "null" : (Object) term.label());
        all.put("weight", term.weight());
        return all;
    }
}
