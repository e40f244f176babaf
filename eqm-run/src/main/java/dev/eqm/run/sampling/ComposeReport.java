package dev.eqm.run.sampling;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.guidance.Composition;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link ComposeRequest} made.
 *
 * @param compositions a row each
 */
public record ComposeReport(
        Path picture, SamplingSetup setup, List<AddedModel> added, List<Composition> compositions) {
    /** {@code compose.json}. */
    public JsonObject toJson() {
        JsonObject all = setup.facts();
        for (AddedModel other : added) {
            all.with("with", other.model().place().path().toString())
                    .with("withWeight", other.weight());
        }
        return all.with(
                "compositions",
                compositions.stream()
                        .map(c -> c.terms().stream().map(ComposeReport::term).toList())
                        .toList());
    }

    private static JsonObject term(Composition.Term term) {
        boolean isNull = term.label() == Composition.NULL_LABEL;
        return JsonObject.of("label", isNull ? "null" : (Object) term.label())
                .with("weight", term.weight());
    }
}
