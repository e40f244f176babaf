package dev.eqm.cli.option;

import dev.eqm.cli.console.Console;
import dev.eqm.core.data.Gif;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.field.Field;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.NpzPictures;
import dev.eqm.sample.output.NpzStates;
import dev.eqm.sample.output.PictureSink;
import dev.eqm.sample.output.PngFolder;
import dev.eqm.sample.output.PngGrid;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.Series;
import dev.eqm.sample.output.SeriesFile;
import dev.eqm.sample.output.SeriesPlot;
import dev.eqm.sample.output.Trajectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What to write. */
public final class SampleOutputs {
    private static final int SHOWN = 8;
    private static final int HOLD = 10; // delays that an animation's last frame stays

    /** Kinds of files. */
    public enum Format {
        GRID,
        PNG,
        NPZ,
        LATENTS,
        NORMS,
        ENERGIES,
        STEPS
    }

    private static final Set<Format> CURVES =
            EnumSet.of(Format.NORMS, Format.ENERGIES, Format.STEPS);

    @Option(
            names = "--format",
            split = ",",
            defaultValue = "grid,png",
            description =
                    "What to write, of: ${COMPLETION-CANDIDATES} (grid.png, 000000.png ..., samples.npz with "
                            + "arr_0 as FID tools read it, latents.npz with arr_0 as the network knows it, norms.json and "
                            + "norms.png with the gradient norms by step, energies likewise, steps.json and "
                            + "steps.png with the number of steps, written with --g-min anyway); default ${DEFAULT-VALUE}.")
    private List<Format> formats;

    @Option(
            names = "--columns",
            paramLabel = "N",
            description = "Of the grid; default: nearly square.")
    private Integer columns;

    @Option(
            names = "--trajectory",
            paramLabel = "N|STEPS",
            description =
                    "Also trajectory.png and trajectory.gif: so many frames, or frames after given updates, "
                            + "such as 0,5,50 (0 is the noise; one step: 50,).")
    private String trajectory;

    @Option(
            names = "--trajectory-samples",
            paramLabel = "N",
            description = "The first N samples are shown; default: 8, or all if there are fewer.")
    private Integer shown;

    @Option(
            names = "--trajectory-delay",
            paramLabel = "MS",
            defaultValue = "100",
            description = "Milliseconds a frame stays; default ${DEFAULT-VALUE}.")
    private int delay;

    /** Everything that decides about what is written. */
    public void describe(NumberedRequests plan, Map<String, Object> settings) {
        settings.put("format", formats.toString());
        settings.put("columns", columns == null ? "nearly square" : columns.toString());
        settings.put(
                "trajectory",
                trajectory == null
                        ? "none"
                        : "%s of %d samples, %d ms".formatted(trajectory, shown(plan), delay));
    }

    /**
     * Checks, before anything is written, that all of it can be written.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    public void requirePossible(
            FieldModel network,
            Conditioner conditioner,
            NumberedRequests plan,
            Sampling sampling,
            Codec codec) {
        if (columns != null && columns < 1) {
            throw new UsageException("--columns must be at least 1, got " + columns);
        }
        if (sampling.gMin() > 0 || formats.stream().anyMatch(CURVES::contains)) {
            SeriesPlot.requireFonts();
        }
        if (sampling.integrates(network.architecture())
                && (formats.contains(Format.ENERGIES) || formats.contains(Format.STEPS))) {
            throw new UsageException(
                    "--format energies and steps are for update rules: an integrator follows a"
                            + " velocity to t = 1; leave them out");
        }
        if (formats.contains(Format.ENERGIES)) {
            requireEnergies(network, conditioner);
        }
        if (showsPictures()) {
            decoder(codec, network);
        }
        if (trajectory != null) {
            FrameSteps.parse(trajectory, sampling.on(network.architecture()).reports());
            Gif unused = gif();
            if (shown(plan) < 1 || shown(plan) > plan.count()) {
                throw new UsageException(
                        "--trajectory-samples must lie in 1 to the %d samples of the run, got %d"
                                .formatted(plan.count(), shown));
            }
        }
    }

    /** Whether states become pictures: what needs a codec. */
    public boolean showsPictures() {
        return trajectory != null
                || formats.stream().anyMatch(f -> f != Format.LATENTS && !CURVES.contains(f));
    }

    private int shown(NumberedRequests plan) {
        return shown == null ? Math.min(SHOWN, plan.count()) : shown;
    }

    private Gif gif() {
        return new Gif(delay, HOLD * delay);
    }

    /** The sinks. */
    public List<SampleSink> open(
            Console console,
            FieldModel network,
            NumberedRequests plan,
            Sampling sampling,
            Codec codec,
            Path folder) {
        List<SampleSink> all = new ArrayList<>();
        List<PictureSink> pictures = new ArrayList<>();
        long[] labels = plan.allLabels();
        for (Format format : formats) {
            switch (format) {
                case GRID ->
                        pictures.add(grid(console, decoder(codec, network), plan.count(), folder));
                case PNG -> pictures.add(new PngFolder(folder, plan.count()));
                case NPZ ->
                        pictures.add(
                                new NpzPictures(
                                        folder.resolve("samples.npz"),
                                        decoder(codec, network).shape(),
                                        labels));
                case LATENTS ->
                        all.add(
                                new NpzStates(
                                        folder.resolve("latents.npz"),
                                        network.sampleShape(),
                                        labels));
                case NORMS -> all.addAll(curves(Series.NORMS, plan, folder));
                case ENERGIES -> all.addAll(curves(Series.ENERGIES, plan, folder));
                case STEPS -> all.addAll(curves(Series.STEPS, plan, folder));
            }
        }
        if (sampling.gMin() > 0 && !formats.contains(Format.STEPS)) {
            all.addAll(curves(Series.STEPS, plan, folder));
        }
        if (!pictures.isEmpty()) {
            all.add(new Decoded(codec, network.sampleShape(), pictures));
        }
        if (trajectory != null) {
            all.add(
                    new Trajectory(
                            folder,
                            decoder(codec, network),
                            FrameSteps.parse(
                                    trajectory, sampling.on(network.architecture()).reports()),
                            shown(plan),
                            gif()));
        }
        return all;
    }

    private static List<SampleSink> curves(Series series, NumberedRequests plan, Path folder) {
        String name = series.name().toLowerCase(Locale.ROOT);
        Path values = folder.resolve(name + ".json");
        SampleSink plot = new SeriesPlot(values, series, folder.resolve(name + ".png"));
        return List.of(new SeriesFile(values, plan.count(), series), plot);
    }

    private static void requireEnergies(FieldModel network, Conditioner conditioner) {
        try (Field one = conditioner.condition(network, 0, new long[] {0})) {
            if (!one.knowsEnergy()) {
                throw new UsageException(
                        "--format energies: "
                                + (network.architecture() instanceof EnergyArchitecture
                                        ? "a guided field has no energy; set --cfg 1, or leave energies out"
                                        : "the model is implicit, it knows the gradient alone; leave"
                                                + " energies out, or sample a model with an explicit energy"));
            }
        }
    }

    private PngGrid grid(Console console, Decoder decoder, int count, Path folder) {
        int limit = PngGrid.limit(decoder.shape());
        if (count > limit) {
            console.line("grid.png will show the first %d of %d samples", limit, count);
        }
        ImageGrid grid =
                columns == null
                        ? ImageGrid.squareFor(Math.min(count, limit))
                        : new ImageGrid(columns, 2);
        return new PngGrid(folder.resolve("grid.png"), grid, decoder.shape(), count);
    }

    private static Decoder decoder(Codec codec, FieldModel network) {
        return Decoder.of(codec, network.sampleShape());
    }
}
