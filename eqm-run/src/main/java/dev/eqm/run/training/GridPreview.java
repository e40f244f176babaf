package dev.eqm.run.training;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.PreviewConfig;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.PictureSink;
import dev.eqm.sample.output.PngGrid;
import java.nio.file.Path;
import java.util.List;

/**
 * A grid of samples, labels in turn, from the noise of the run's seed: the same samples each time.
 * An autoencoder is open only while a grid is made.
 */
public record GridPreview() implements PreviewPicture {
    /** Pixels between pictures. */
    private static final int PADDING = 2;

    @Override
    public String obstacle(RunConfig config) {
        int channels = config.model().channels();
        CodecChoice decoding = config.codec().resolved(channels);
        if (decoding instanceof CodecChoice.Pixels) {
            return channels == 1 || channels == 3
                    ? ""
                    : "previews need points in the plane, or images of 1 or 3 channels";
        }
        try {
            decoding.requireThere();
            return "";
        } catch (ConfigException e) {
            return "the model is trained on latents. " + e.getMessage();
        }
    }

    @Override
    public void write(RunConfig config, FieldModel model, Path file) {
        PreviewConfig preview = config.preview();
        NumberedRequests plan =
                new NumberedRequests(
                        Labels.all(config.model().classes()),
                        preview.count(),
                        config.train().seed(),
                        config.sampling().batchSize());
        Generation generation = Generation.of(model.architecture(), config.sampling(), plan);
        ImageGrid grid = new ImageGrid(preview.columns(), PADDING);
        Shape states = model.sampleShape();
        CodecChoice decoding = config.codec().resolved(config.model().channels());
        try (Codec codec = decoding.open(config.fixedPrecision(), model.parameters().device())) {
            ImageShape pictures = Decoder.of(codec, states).shape();
            PictureSink sheet = new PngGrid(file, grid, pictures, preview.count());
            try (Decoded sink = new Decoded(codec, states, List.of(sheet))) {
                generation.run(model, List.of(sink));
            }
        }
    }
}
