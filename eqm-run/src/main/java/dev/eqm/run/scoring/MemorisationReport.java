package dev.eqm.run.scoring;

import dev.eqm.sample.evaluation.memorisation.Memorisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("learnedImages", learnedImages);
        all.put("mirroredToo", mirroredToo);
        all.put("heldOutImages", heldOutImages);
        all.putAll(found.toJson(classNames));
        return all;
    }
}
