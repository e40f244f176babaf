package dev.eqm.models.classifier;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * How a classifier came about and how good it is; stands in its file's metadata.
 *
 * @param classes names by label
 * @param training what it was trained with, in words
 * @param data the pictures it was trained on
 * @param test pictures it has not seen
 * @param accuracy on them
 * @param version of eqm that trained it
 */
public record ClassifierCard(
        List<String> classes,
        Training training,
        Pictures data,
        Pictures test,
        Accuracy accuracy,
        String version) {
    public ClassifierCard {
        classes = List.copyOf(classes);
    }

    /** What decides about the weights, beside the data. */
    public record Training(long seed, int epochs, int batchSize, double learningRate) {}

    /**
     * Some pictures.
     *
     * @param source in words
     * @param sha256 of all their bytes in order, as {@code eqm stats} tells it
     */
    public record Pictures(String source, String sha256) {
        private JsonObject toJson() {
            return JsonObject.of("source", source).with("sha256", sha256);
        }
    }

    /** {@code trained on ... (sha256 ...), 6 epochs, seed 0; right on 92.31 % of ...}. */
    public String describe() {
        return "trained on %s (sha256 %s), %d epochs, seed %d; correct on %s that it has not seen (%s)"
                .formatted(
                        data.source(),
                        data.sha256().substring(0, 12),
                        training.epochs(),
                        training.seed(),
                        accuracy,
                        test.source());
    }

    /** As one line of JSON. */
    String toJson() {
        JsonObject how =
                JsonObject.of("seed", training.seed())
                        .with("epochs", training.epochs())
                        .with("batchSize", training.batchSize())
                        .with("learningRate", training.learningRate());
        return Json.write(
                JsonObject.of("classes", classes)
                        .with("data", data.toJson())
                        .with("training", how)
                        .with("test", test.toJson())
                        .with("right", accuracy.right())
                        .with("of", accuracy.count())
                        .with("accuracy", accuracy.share())
                        .with("eqm", version));
    }

    /**
     * From metadata.
     *
     * @throws IllegalArgumentException if something is missing
     */
    static ClassifierCard of(String json) {
        try {
            Map<?, ?> all = (Map<?, ?>) Json.parse(json);
            Map<?, ?> how = (Map<?, ?>) all.get("training");
            return new ClassifierCard(
                    ((List<?>) all.get("classes")).stream().map(Object::toString).toList(),
                    new Training(
                            (Long) how.get("seed"),
                            number(how, "epochs"),
                            number(how, "batchSize"),
                            ((Number) how.get("learningRate")).doubleValue()),
                    pictures(all.get("data")),
                    pictures(all.get("test")),
                    new Accuracy(number(all, "right"), number(all, "of")),
                    String.valueOf(all.get("eqm")));
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new BrokenRuleException("the card is incomplete or damaged: " + json, e);
        }
    }

    private static int number(Map<?, ?> json, String key) {
        return Math.toIntExact((Long) json.get(key));
    }

    private static Pictures pictures(Object json) {
        Map<?, ?> all = (Map<?, ?>) json;
        return new Pictures((String) all.get("source"), (String) all.get("sha256"));
    }
}
