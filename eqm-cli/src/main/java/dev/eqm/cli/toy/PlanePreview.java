package dev.eqm.cli.toy;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.PreviewPicture;
import java.nio.file.Path;

/**
 * The field and the samples of a model of points in the plane.
 *
 * <p>It is drawn from the weights of the moment, samples included, by the figure that {@code eqm
 * toy} draws at the end.
 */
public record PlanePreview() implements PreviewPicture {
    @Override
    public void write(RunConfig config, FieldModel model, Path file) {
        PlaneFigure figure = new PlaneFigure(config.data().source().open());
        figure.add(new PlaneModel(config, model));
        figure.figure().writePng(file);
    }
}
