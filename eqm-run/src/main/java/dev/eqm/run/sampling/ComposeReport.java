package dev.eqm.run.sampling;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.guidance.Composition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a {@link ComposeRequest} made.
 *
 * @param compositions a row each
 * @param asked how each was asked for; empty if nobody said
 */
public record ComposeReport(
        Path picture,
        SamplingSetup setup,
        List<AddedModel> added,
        List<Composition> compositions,
        List<AskedSum> asked) {
    /** {@code compose.json}. */
    public JsonObject toJson() {
        JsonObject all = setup.facts();
        for (AddedModel other : added) {
            all.with("with", other.model().place().path().toString())
                    .with("withWeight", other.weight());
        }
        return all.with(
                "compositions",
                IntStream.range(0, compositions.size()).mapToObj(this::composition).toList());
    }

    /** What was asked for, and under {@code used} the terms that were added up. */
    private JsonObject composition(int i) {
        JsonObject one = asked.isEmpty() ? JsonObject.of(Map.of()) : asked.get(i).toJson();
        List<Composition.Term> terms = compositions.get(i).terms();
        return one.with("used", terms.stream().map(ComposeReport::term).toList());
    }

    private static JsonObject term(Composition.Term term) {
        boolean isNull = term.label() == Composition.NULL_LABEL;
        return JsonObject.of("label", isNull ? "null" : (Object) term.label())
                .with("weight", term.weight());
    }
}
