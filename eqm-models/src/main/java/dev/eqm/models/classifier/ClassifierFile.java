package dev.eqm.models.classifier;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFile;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A trained classifier as a safetensors file, float32, with its {@link ClassifierCard} in the
 * metadata. The same weights and card give the same bytes.
 */
public final class ClassifierFile {
    /** Where the card stands. */
    private static final String KEY = "eqm.classifier";

    private ClassifierFile() {}

    /** A classifier and what its file says of it; closing it closes the classifier. */
    public record Open(Classifier classifier, ClassifierCard card) implements AutoCloseable {
        @Override
        public void close() {
            classifier.close();
        }
    }

    /** Writes through {@link Safetensors#write}: the file is complete or as before. */
    public static void write(Path file, Classifier classifier, ClassifierCard card) {
        Safetensors.write(
                file, ModelFile.tensors(classifier.parameters()), Map.of(KEY, card.toJson()));
    }

    /**
     * Reads a file.
     *
     * @throws CheckpointException naming what is missing or of another shape
     */
    public static Open read(Path file, Device device) {
        return open(file, Safetensors.read(file), device);
    }

    /**
     * The same for a file whose bytes are in memory.
     *
     * @param name for messages
     */
    public static Open of(Path name, byte[] content, Device device) {
        return open(name, Safetensors.of(name, content), device);
    }

    private static Open open(Path name, TensorFile content, Device device) {
        String json = content.metadata().get(KEY);
        if (json == null) {
            throw CheckpointException.of(
                    name,
                    "is not a classifier, its metadata lack '%s'; "
                            + Setting.command("features train")
                            + " writes one",
                    KEY);
        }
        ClassifierCard card;
        try {
            card = ClassifierCard.of(json);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(name, e.getMessage(), e);
        }
        List<ParameterSpec> specs = Classifier.specs(card.classes().size());
        Parameters weights = ModelFile.parameters(name, content.tensors(), specs, device);
        return new Open(Classifier.of(weights), card);
    }
}
