package dev.eqm.run.training;

import dev.eqm.models.nn.FieldModel;
import java.nio.file.Path;

/** What a run shows of itself while it trains. */
@FunctionalInterface
public interface PreviewPicture {
    /** Samples from the model and writes a PNG. */
    void write(FieldModel model, Path file);
}
