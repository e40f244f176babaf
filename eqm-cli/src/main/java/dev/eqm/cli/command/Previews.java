package dev.eqm.cli.command;

import dev.eqm.cli.run.PreviewConfig;
import dev.eqm.cli.run.RunConfig;
import dev.eqm.cli.run.RunFolder;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Lanes;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.generate.Decoded;
import dev.eqm.sample.generate.Decoder;
import dev.eqm.sample.generate.DivergedException;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.PngGrid;
import dev.eqm.sample.generate.SamplePlan;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.train.train.StepReport;
import dev.eqm.train.train.TrainListener;
import dev.eqm.train.train.TrainResult;
import dev.eqm.train.train.TrainState;
import java.nio.file.Path;
import java.util.List;

/** Writes grids of samples from the averaged weights while training runs, and one at its end. */
final class Previews implements TrainListener {
    private static final int PADDING = 2;

    private final RunConfig config;
    private final RunFolder folder;
    private final Console console;
    private final Shown shown;
    private final Lanes lanes;
    private long lastGrid = -1;
    private TrainState latest;

    /** Hears of every grid that was written. */
    interface Shown {
        void picture(long step, Path png);
    }

    Previews(RunConfig config, RunFolder folder, Console console, Shown shown, Lanes lanes) {
        this.config = config;
        this.folder = folder;
        this.console = console;
        this.shown = shown;
        this.lanes = lanes;
    }

    /**
     * Whether grids can be made: an update rule needs a network without time, a picture 1 or 3
     * channels.
     */
    static boolean possible(RunConfig config) {
        int channels = config.model().channels();
        return !config.model().timeConditional() && (channels == 1 || channels == 3);
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        latest = state;
        PreviewConfig preview = config.preview();
        if (preview.every() > 0 && state.step() % preview.every() == 0) {
            write(state);
        }
    }

    @Override
    public void ended(TrainResult result) {
        if (result.reason() == TrainResult.Reason.COMPLETED
                && latest != null
                && lastGrid != latest.step()) {
            write(latest);
        }
    }

    private void write(TrainState state) {
        lastGrid = state.step();
        Path file = folder.preview(state.step());
        PreviewConfig preview = config.preview();
        SamplePlan plan =
                new SamplePlan(
                        Labels.all(config.model().classes()),
                        preview.count(),
                        config.train().seed(),
                        config.sampling().batchSize());
        Generation generation =
                new Generation(
                        new Sampler(
                                config.sampling().rule(),
                                new StopRule.MaxSteps(config.sampling().steps())),
                        config.sampling().guidance(),
                        plan);
        Codec codec = new PixelCodec();
        try (GradMode off = GradMode.off();
                FieldModel network =
                        config.model()
                                .architecture()
                                .over(config.fixedPrecision(), state.average());
                Decoded sink =
                        new Decoded(
                                codec,
                                network.sampleShape(),
                                List.of(
                                        new PngGrid(
                                                file,
                                                new ImageGrid(preview.columns(), PADDING),
                                                Decoder.of(codec, network.sampleShape()).shape(),
                                                preview.count())))) {
            generation.run(new LanedModel(network, lanes), List.of(sink));
            console.line("pictures  %s", file);
            shown.picture(state.step(), file);
        } catch (DivergedException e) {
            console.line("no pictures at step %d: %s", state.step(), e.getMessage());
        }
    }
}
