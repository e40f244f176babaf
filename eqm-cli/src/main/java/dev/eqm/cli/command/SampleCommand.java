package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.cli.config.ConfigException;
import dev.eqm.cli.run.SamplingConfig;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.kernel.Backend;
import dev.eqm.core.kernel.Lanes;
import dev.eqm.core.kernel.Precision;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.sample.generate.Decoded;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NpzPictures;
import dev.eqm.sample.generate.NpzStates;
import dev.eqm.sample.generate.PictureSink;
import dev.eqm.sample.generate.PngFolder;
import dev.eqm.sample.generate.PngGrid;
import dev.eqm.sample.generate.SamplePlan;
import dev.eqm.sample.generate.SampleSink;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm sample}. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Makes pictures with a trained model. Without --run or --checkpoint: the newest run in runs/.",
        footer = {
            "",
            "Sample i depends on the seed and on i alone, not on the batch size.",
            "Options that are not given come from the run's configuration."
        })
public final class SampleCommand implements Callable<Integer> {
    /** What to write. */
    enum Format {
        GRID,
        PNG,
        NPZ,
        LATENTS
    }

    @Spec private CommandSpec spec;
    @Mixin private SampleModel model;
    @Mixin private SampleSettings settings;

    @Option(
            names = "--labels",
            paramLabel = "SPEC",
            description = "Such as 0-9 or 3,7; given out in turn. Default: all.")
    private String labels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "64",
            description = "Samples; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the noise; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Default: samples/RUN-STEP.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace pictures that are already in the folder.")
    private boolean overwrite;

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "grid,png",
            description =
                    "What to write, of: ${COMPLETION-CANDIDATES} (grid.png, 000000.png ..., samples.npz with "
                            + "arr_0 as FID tools read it, latents.npz with arr_0 as the network knows it); default ${DEFAULT-VALUE}.")
    private List<Format> formats;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description = "Of the grid; default: nearly square.")
    private Integer columns;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured.")
    private String device;

    @Option(names = "--precision", description = "float32 or bfloat16; default: as configured.")
    private Precision precision;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        SampleModel.Found found = model.find(console);
        SamplingConfig sampling = settings.over(found.config().sampling());
        Device where = Backend.device(device == null ? found.config().device() : device);
        Path folder = out == null ? Path.of("samples").resolve(found.name()) : out;
        requireFree(folder);
        try (Lanes lanes = Lanes.of(found.config().lanesOn(where));
                FieldModel network =
                        new LanedModel(found.open(precision, lanes, where), lanes)) {
            List<Long> wanted =
                    labels == null
                            ? Labels.all(network.classes())
                            : Labels.parse(labels, network.classes());
            SamplePlan plan = new SamplePlan(wanted, count, seed, sampling.batchSize());
            Generation generation =
                    new Generation(
                            new Sampler(sampling.rule(), new StopRule.MaxSteps(sampling.steps())),
                            sampling.guidance(),
                            plan);
            generation.requireFits(network);
            write(console, network, generation, folder, sampling.steps());
        }
        return 0;
    }

    private void write(
            Console console, FieldModel network, Generation generation, Path folder, int steps) {
        List<SampleSink> sinks = sinks(network, folder);
        try {
            GenerationReport report =
                    generation.run(
                            network,
                            sinks,
                            new SampleProgress(console, count, steps, generation.plan()));
            console.line(
                    "%d samples, %d updates each, in %s; mean gradient norm at the end %.3f",
                    count,
                    steps,
                    Console.duration(report.seconds()),
                    Arrays.stream(report.gradientNorms()).average().orElseThrow());
            console.line("written to %s", folder);
        } finally {
            sinks.forEach(SampleSink::close);
        }
    }

    private List<SampleSink> sinks(FieldModel network, Path folder) {
        List<SampleSink> all = new ArrayList<>();
        List<PictureSink> pictures = new ArrayList<>();
        for (Format format : formats) {
            switch (format) {
                case GRID -> pictures.add(new PngGrid(folder.resolve("grid.png"), grid()));
                case PNG -> pictures.add(new PngFolder(folder, count));
                case NPZ -> pictures.add(new NpzPictures(folder.resolve("samples.npz"), count));
                case LATENTS -> all.add(new NpzStates(folder.resolve("latents.npz"), count));
            }
        }
        if (!pictures.isEmpty()) {
            all.add(new Decoded(new PixelCodec(), network.sampleShape(), pictures));
        }
        return all;
    }

    private ImageGrid grid() {
        return columns == null ? ImageGrid.squareFor(count) : new ImageGrid(columns, 2);
    }

    private void requireFree(Path folder) {
        if (overwrite || !Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new ConfigException(
                        folder
                                + " is not empty; --overwrite replaces what is there, "
                                + "--out DIR writes elsewhere");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }
}
