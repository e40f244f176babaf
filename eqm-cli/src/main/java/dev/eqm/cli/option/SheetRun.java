package dev.eqm.cli.option;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.cli.console.Console;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Png;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.Json;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.SampleRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.SampleSink;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands share that make one sheet of pictures, {@code NAME.png} and {@code NAME.json}. */
public final class SheetRun {
    private static final int PADDING = 2;

    @Mixin private SampleSettings settings;
    @Mixin private SampleWhere place;
    @Mixin private VaeOptions vae;

    @Option(names = "--overwrite", description = "Replaces the sheet that is already there.")
    private boolean overwrite;

    /** What a command does once the model is open. */
    public interface Work {
        void on(Open open);
    }

    /**
     * An opened model and where the sheet goes.
     *
     * @param folder not yet made
     */
    public record Open(
            Console console,
            FieldModel network,
            Codec codec,
            FoundModel found,
            Sampling sampling,
            Classes classes,
            Precision precision,
            Device device,
            long seed,
            Path folder,
            String name) {
        /** The shape of a state: of a picture, or of a latent. */
        public ImageShape shape() {
            Shape s = network.sampleShape();
            return new ImageShape((int) s.get(0), (int) s.get(1), (int) s.get(2));
        }

        /** Makes pictures of states; fails for states that are none. */
        public Decoder decoder() {
            return Decoder.of(codec, network.sampleShape());
        }

        private byte[] pixels(float[] states, int n) {
            ImageShape s = shape();
            try (GradMode off = GradMode.off();
                    Arena arena = Arena.open(device, "sheet")) {
                return decoder().pixels(arena.of(states, n, s.channels(), s.height(), s.width()));
            }
        }

        /** Samples made as the run's are, from noise. */
        public Generation generation(SampleRequests samples) {
            return Generation.of(network.architecture(), sampling, samples);
        }

        /** The same for labels given out in turn. */
        public Generation generation(List<Long> labels, int count) {
            return generation(new NumberedRequests(labels, count, seed, sampling.batchSize()));
        }

        /** Makes all samples of a generation, [count, C, H, W]. */
        public float[] states(Generation generation) {
            int size = Math.toIntExact(network.sampleShape().size());
            float[] all = new float[generation.plan().count() * size];
            SampleSink keep =
                    batch -> {
                        float[] some = batch.states().toFloatArray();
                        System.arraycopy(some, 0, all, batch.first() * size, some.length);
                    };
            generation.run(network, List.of(keep), new SampleProgress(console, generation, 0));
            return all;
        }

        /** Writes states, [N, C, H, W], as a sheet, and the facts beside it. */
        public void write(float[] states, int columns, Object facts) {
            int n = states.length / shape().elementCount();
            writePictures(pixels(states, n), columns, facts);
        }

        /** The same for pictures, [N, H, W, C] of the decoder's shape. */
        public void writePictures(byte[] pixels, int columns, Object facts) {
            ImageShape s = decoder().shape();
            int n = pixels.length / s.elementCount();
            TextFile.write(folder.resolve(name + ".json"), Json.write(facts) + "\n");
            Png.write(
                    folder.resolve(name + ".png"),
                    new ImageGrid(columns, PADDING)
                            .arrange(pixels, n, s.height(), s.width(), s.channels()));
            console.line("written to %s", folder.resolve(name + ".png"));
        }
    }

    /** Opens the model, does the work, closes. */
    public void run(String name, Console console, ModelChoice weights, Work work) {
        FoundModel found = weights.find(console);
        Sampling sampling = settings.over(found.config().sampling());
        Path folder = place.freeFolder(found, name + ".png", overwrite);
        CodecChoice decoding = vae.choice(found.config(), found.channels());
        decoding.requireThere();
        try (OpenModel model = OpenModel.of(found, place.compute());
                Codec codec = decoding.open(model.precision(), model.device())) {
            Open open =
                    new Open(
                            console,
                            model.network(),
                            codec,
                            found,
                            sampling,
                            model.classes(),
                            model.precision(),
                            model.device(),
                            place.seed(),
                            folder,
                            name);
            open.decoder(); // fails now, not when all is sampled
            work.on(open);
        }
    }
}
