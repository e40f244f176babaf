package dev.eqm.run.training;

import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;

/** What a run shows of itself while it trains. {@link GridPreview} is the usual one. */
@FunctionalInterface
public interface PreviewPicture {
    /** Why there can be none of such a run, for people; empty if there can. */
    default String obstacle(RunConfig config) {
        return "";
    }

    /**
     * Samples from the model and writes a PNG.
     *
     * @param config of the run, with nothing left to the machine
     * @param model the averaged weights; stays open
     * @throws dev.eqm.sample.output.DivergedException if samples are not finite: training goes on
     */
    void write(RunConfig config, FieldModel model, Path file);
}
