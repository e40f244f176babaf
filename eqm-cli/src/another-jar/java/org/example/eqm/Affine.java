package org.example.eqm;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.Backbone;

/** {@link AffineConfig} as configurations name it: {@code model.backbone: {kind: affine}}. */
public record Affine(double start) implements Backbone {
    @Override
    public ModelArchitecture architecture(Task task) {
        return new AffineConfig(
                task.channels(),
                task.imageSize(),
                task.classes(),
                start,
                task.labelDropout(),
                task.timeConditional());
    }
}
