package dev.eqm.cli.command;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.cli.config.ConfigException;
import dev.eqm.cli.run.CodecChoice;
import dev.eqm.cli.run.PreviewConfig;
import dev.eqm.cli.run.RunConfig;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.generate.Decoded;
import dev.eqm.sample.generate.Decoder;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.PictureSink;
import dev.eqm.sample.generate.PngGrid;
import dev.eqm.sample.generate.SamplePlan;
import dev.eqm.sample.generate.Start;
import java.nio.file.Path;
import java.util.List;

/** A grid of samples, labels in turn. */
record GridPreview(RunConfig config, CodecChoice decoding, Device device)
        implements PreviewPicture {
    private static final int PADDING = 2;

    /** Why no grids can be made; empty if they can. */
    static String obstacle(RunConfig config) {
        int channels = config.model().channels();
        CodecChoice decoding = config.codec().resolved(channels);
        if (decoding instanceof CodecChoice.Pixels) {
            return channels == 1 || channels == 3
                    ? ""
                    : "they need points in the plane, or 1 or 3 channels";
        }
        try {
            decoding.requireThere();
            return "";
        } catch (ConfigException e) {
            return "the model learns latents. " + e.getMessage();
        }
    }

    /** Grids of what a run learns; an autoencoder is open only while one is made. */
    static GridPreview of(RunConfig config, Device device) {
        return new GridPreview(config, config.codec().resolved(config.model().channels()), device);
    }

    @Override
    public void write(FieldModel model, Path file) {
        PreviewConfig preview = config.preview();
        SamplePlan plan =
                new SamplePlan(
                        Labels.all(config.model().classes()),
                        preview.count(),
                        config.train().seed(),
                        config.sampling().batchSize());
        Generation generation =
                new Generation(
                        config.sampling().methodFor(model.timeConditional()),
                        config.sampling().guidance(),
                        Start.NOISE,
                        plan);
        ImageGrid grid = new ImageGrid(preview.columns(), PADDING);
        Shape states = model.sampleShape();
        try (Codec codec = decoding.open(config.fixedPrecision(), device)) {
            ImageShape pictures = Decoder.of(codec, states).shape();
            PictureSink sheet = new PngGrid(file, grid, pictures, preview.count());
            try (Decoded sink = new Decoded(codec, states, List.of(sheet))) {
                generation.run(model, List.of(sink));
            }
        }
    }
}
