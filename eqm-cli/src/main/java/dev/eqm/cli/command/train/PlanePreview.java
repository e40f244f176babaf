package dev.eqm.cli.command.train;

import dev.eqm.cli.toy.PlaneFigure;
import dev.eqm.cli.toy.PlaneModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.PreviewPicture;
import java.nio.file.Path;

/** The field and the samples of a model of points in the plane. */
public record PlanePreview(RunConfig config) implements PreviewPicture {
    @Override
    public void write(FieldModel model, Path file) {
        PlaneFigure figure = new PlaneFigure(config.data().source().open());
        figure.add(new PlaneModel(config, model));
        figure.figure().writePng(file);
    }
}
