package dev.eqm.run.scoring;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.memorisation.Memorisation;
import java.util.List;

/**
 * How near samples lie to what was learned.
 *
 * @param found the distances
 * @param learnedImages what was searched, in words
 * @param mirroredToo whether mirrored images were searched too
 * @param heldOutImages what the samples are measured by, in words
 * @param classNames by label
 */
public record MemorisationReport(
        Memorisation found,
        String learnedImages,
        boolean mirroredToo,
        String heldOutImages,
        List<String> classNames) {
    JsonObject toJson() {
        return JsonObject.of("learnedImages", learnedImages)
                .with("mirroredToo", mirroredToo)
                .with("heldOutImages", heldOutImages)
                .withAll(found.toJson(classNames));
    }
}
