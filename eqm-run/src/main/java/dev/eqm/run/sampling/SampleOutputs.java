package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.field.Field;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.output.ChartSheet;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.MadeWith;
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
import java.util.Set;

/**
 * What of samples is written.
 *
 * @param formats the kinds of files
 * @param columns of the grid; 0: nearly square
 */
public record SampleOutputs(List<Format> formats, int columns, TrajectoryChoice trajectory) {
    /** Kinds of files. */
    public enum Format {
        /** {@code grid.png}: all of them, or as many as viewers still open. */
        GRID,
        /** {@code 000000.png} and so on. */
        PNG,
        /** {@code samples.npz}: pictures as FID tools read them. */
        NPZ,
        /** {@code latents.npz}: states as the network knows them. */
        LATENTS,
        /** {@code norms.json} and {@code norms.png}: ‖∇E‖ by step. */
        NORMS,
        /** {@code energies.json} and {@code energies.png}: E by step. */
        ENERGIES,
        /** {@code steps.json} and {@code steps.png}; also written where samples may stop early. */
        STEPS
    }

    private static final Set<Format> CURVES =
            EnumSet.of(Format.NORMS, Format.ENERGIES, Format.STEPS);

    public SampleOutputs {
        formats = List.copyOf(formats);
        String rule = "columns must be at least 1, or 0 for nearly square, got %s";
        require(columns >= 0, rule, columns);
    }

    /** Some kinds of files, the grid nearly square, no trajectory. */
    public static SampleOutputs of(Format... formats) {
        return new SampleOutputs(List.of(formats), 0, TrajectoryChoice.NONE);
    }

    /** Whether states become pictures: what needs a codec. */
    public boolean showsPictures() {
        return trajectory.isWanted()
                || formats.stream().anyMatch(f -> f != Format.LATENTS && !CURVES.contains(f));
    }

    /** Everything that decides about what is written, said behind what has been said. */
    MadeWith say(MadeWith before, int count) {
        return before.and("format", formats.toString())
                .and("columns", columns == 0 ? "nearly square" : Integer.toString(columns))
                .and("trajectory", trajectory.describe(count));
    }

    /**
     * Checks, before anything is written, that all of it can be written.
     *
     * @throws IllegalArgumentException with the rule that is broken
     * @throws UsageException if the model has not what is asked for
     */
    void requirePossible(OpenRun open, Generation generation) {
        if (open.sampling().gMin() > 0 || formats.stream().anyMatch(CURVES::contains)) {
            ChartSheet.requireFonts();
        }
        if (!generation.method().descends()
                && (formats.contains(Format.ENERGIES) || formats.contains(Format.STEPS))) {
            throw new UsageException(
                    "--format energies and steps apply only to update rules, "
                            + "but this sampler is an integrator; remove them");
        }
        if (formats.contains(Format.ENERGIES)) {
            requireEnergies(open, generation);
        }
        if (showsPictures()) {
            open.decoder();
        }
        if (trajectory.isWanted()) {
            frames(generation);
            trajectory.gif();
            int count = generation.plan().count();
            String rule = "a trajectory can show at most all %s samples, got %s";
            require(trajectory.shown(count) <= count, rule, count, trajectory.samples());
        }
    }

    private FrameSteps frames(Generation generation) {
        return FrameSteps.parse(trajectory.frames(), generation.method().reports());
    }

    private static void requireEnergies(OpenRun open, Generation generation) {
        try (Field one = generation.conditioner().condition(open.network(), 0, new long[] {0})) {
            if (!one.knowsEnergy()) {
                throw new UsageException(
                        "--format energies: "
                                + (open.network().architecture() instanceof EnergyArchitecture
                                        ? "a guided field has no energy; use --cfg 1, or remove energies"
                                        : "the model has an implicit energy, of which only the gradient is "
                                                + "known; remove energies, or use a model with an explicit energy"));
            }
        }
    }

    /** The sinks of a folder; the caller closes them. */
    List<SampleSink> sinks(
            OpenRun open, Generation generation, NumberedRequests samples, Path folder) {
        List<SampleSink> all = new ArrayList<>();
        List<PictureSink> pictures = new ArrayList<>();
        int count = samples.count();
        long[] labels = samples.allLabels();
        Shape states = open.network().sampleShape();
        for (Format format : formats) {
            switch (format) {
                case GRID -> pictures.add(grid(open, count, folder));
                case PNG -> pictures.add(new PngFolder(folder, count));
                case NPZ -> {
                    Path file = folder.resolve("samples.npz");
                    pictures.add(new NpzPictures(file, open.decoder().shape(), labels));
                }
                case LATENTS ->
                        all.add(new NpzStates(folder.resolve("latents.npz"), states, labels));
                case NORMS, ENERGIES, STEPS ->
                        all.addAll(curves(Series.valueOf(format.name()), count, folder));
            }
        }
        if (open.sampling().gMin() > 0 && !formats.contains(Format.STEPS)) {
            all.addAll(curves(Series.STEPS, count, folder));
        }
        if (!pictures.isEmpty()) {
            all.add(new Decoded(open.codec(), states, pictures));
        }
        if (trajectory.isWanted()) {
            int shown = trajectory.shown(count);
            FrameSteps frames = frames(generation);
            all.add(new Trajectory(folder, open.decoder(), frames, shown, trajectory.gif()));
        }
        return all;
    }

    private static List<SampleSink> curves(Series series, int count, Path folder) {
        String name = series.name().toLowerCase(Locale.ROOT);
        Path values = folder.resolve(name + ".json");
        SampleSink plot = new SeriesPlot(values, series, folder.resolve(name + ".png"));
        return List.of(new SeriesFile(values, count, series), plot);
    }

    private PngGrid grid(OpenRun open, int count, Path folder) {
        Decoder decoder = open.decoder();
        int limit = PngGrid.limit(decoder.shape());
        if (count > limit) {
            open.listener()
                    .found("grid.png will show the first " + limit + " of " + count + " samples");
        }
        int shown = Math.min(count, limit);
        ImageGrid grid = columns == 0 ? ImageGrid.squareFor(shown) : new ImageGrid(columns, 2);
        return new PngGrid(folder.resolve("grid.png"), grid, decoder.shape(), count);
    }
}
