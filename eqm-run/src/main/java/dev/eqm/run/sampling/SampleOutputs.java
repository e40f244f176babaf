package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.field.Field;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.run.UsageException;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.NpzPictures;
import dev.eqm.sample.output.NpzStates;
import dev.eqm.sample.output.PictureSink;
import dev.eqm.sample.output.PngFolder;
import dev.eqm.sample.output.PngGrid;
import dev.eqm.sample.output.RowsFile;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.Series;
import dev.eqm.sample.output.SeriesFile;
import dev.eqm.sample.output.SeriesPlot;
import dev.eqm.sample.output.Trajectory;
import dev.eqm.sample.sheet.ClassColumns;
import dev.eqm.sample.sheet.Enlargement;
import dev.eqm.sample.sheet.PictureSheet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of samples is written.
 *
 * @param formats the kinds of files
 * @param columns of the grid; 0: so that classes line up, else nearly square
 * @param scale of the grid and the trajectory
 */
public record SampleOutputs(
        List<Format> formats, int columns, Enlargement scale, TrajectoryChoice trajectory) {
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
        /** {@code norms.json}, {@code norms.png} and {@code norms.svg}: ‖∇E‖ by step. */
        NORMS,
        /** {@code energies.json}, {@code energies.png} and {@code energies.svg}: E by step. */
        ENERGIES,
        /**
         * {@code steps.json}, {@code steps.png}, {@code steps.svg}; also written where samples may
         * stop early.
         */
        STEPS
    }

    /** Of a shard: pictures, uint8 [N, H, W, C]. */
    static final String PICTURE_ROWS = "pictures.rows";

    /** Of a shard: states, float32 [N, C, H, W]. */
    static final String STATE_ROWS = "states.rows";

    private static final Set<Format> CURVES =
            EnumSet.of(Format.NORMS, Format.ENERGIES, Format.STEPS);

    public SampleOutputs {
        formats = List.copyOf(formats);
        String rule = "columns must be at least 1, or 0 to suit the labels, got %s";
        require(columns >= 0, rule, columns);
    }

    /** Some kinds of files, the grid as suits labels and screens, no trajectory. */
    public static SampleOutputs of(Format... formats) {
        return new SampleOutputs(List.of(formats), 0, Enlargement.AUTOMATIC, TrajectoryChoice.NONE);
    }

    /** Whether states become pictures: what needs a codec. */
    public boolean showsPictures() {
        return trajectory.isWanted()
                || formats.stream().anyMatch(f -> f != Format.LATENTS && !CURVES.contains(f));
    }

    /** Everything that decides about what is written, said behind what has been said. */
    MadeWith say(MadeWith before, int count) {
        MadeWith all =
                before.and("format", formats.toString())
                        .and("columns", columns == 0 ? "nearly square" : Integer.toString(columns))
                        .and("trajectory", trajectory.describe(count));
        return scale.equals(Enlargement.AUTOMATIC) ? all : all.and("scale", scale.factor());
    }

    /**
     * Checks, before anything is written, that all of it can be written.
     *
     * @throws IllegalArgumentException with the rule that is broken
     * @throws UsageException if the model has not what is asked for
     */
    void requirePossible(OpenRun open, Generation generation) {
        if (!generation.method().descends()
                && (formats.contains(Format.ENERGIES) || formats.contains(Format.STEPS))) {
            throw new UsageException(
                    Setting.of("format", "energies")
                            + " and steps apply only to update rules, "
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
                        Setting.of("format", "energies")
                                + ": "
                                + (open.network().architecture() instanceof EnergyArchitecture
                                        ? "a guided field has no energy; use "
                                                + Setting.of("cfg", 1)
                                                + ", or remove energies"
                                        : "the model has an implicit energy, of which only the gradient is "
                                                + "known; remove energies, or use a model with an explicit energy"));
            }
        }
    }

    /**
     * The sinks of a folder; the caller closes them.
     *
     * @param texts of the files of pictures
     */
    List<SampleSink> sinks(
            OpenRun open,
            Generation generation,
            NumberedRequests samples,
            Map<String, String> texts,
            Path folder) {
        List<SampleSink> all = new ArrayList<>(otherSinks(open, samples, folder));
        List<PictureSink> pictures = pictureSinks(open, samples, texts, folder);
        if (!pictures.isEmpty()) {
            all.add(new Decoded(open.codec(), open.network().sampleShape(), pictures));
        }
        if (trajectory.isWanted()) {
            List<String> names = names(open, samples.allLabels());
            Trajectory.Shown shown = new Trajectory.Shown(names, scale, texts);
            FrameSteps frames = frames(generation);
            all.add(new Trajectory(folder, open.decoder(), frames, shown, trajectory.gif()));
        }
        return all;
    }

    /** Those that take pictures. */
    List<PictureSink> pictureSinks(
            OpenRun open, NumberedRequests samples, Map<String, String> texts, Path folder) {
        List<PictureSink> pictures = new ArrayList<>();
        for (Format format : formats) {
            switch (format) {
                case GRID -> pictures.add(grid(open, samples, texts, folder));
                case PNG -> pictures.add(new PngFolder(folder, samples.count()));
                case NPZ -> {
                    Path file = folder.resolve("samples.npz");
                    ImageShape shape = open.decoder().shape();
                    pictures.add(new NpzPictures(file, shape, samples.allLabels()));
                }
                default -> {
                    // not a picture
                }
            }
        }
        return pictures;
    }

    /** Those that take states or watch the steps, but for the trajectory. */
    List<SampleSink> otherSinks(OpenRun open, NumberedRequests samples, Path folder) {
        List<SampleSink> all = new ArrayList<>();
        if (formats.contains(Format.LATENTS)) {
            Path file = folder.resolve("latents.npz");
            all.add(new NpzStates(file, open.network().sampleShape(), samples.allLabels()));
        }
        for (Series series : series(open.sampling().gMin() > 0)) {
            all.addAll(curves(series, samples.count(), folder));
        }
        return all;
    }

    /** The curves that are wanted, each once. */
    private Set<Series> series(boolean stopEarly) {
        Set<Series> all = EnumSet.noneOf(Series.class);
        formats.stream().filter(CURVES::contains).forEach(f -> all.add(Series.valueOf(f.name())));
        if (stopEarly) {
            all.add(Series.STEPS);
        }
        return all;
    }

    /** What a shard leaves of its samples; the caller closes the sinks. */
    List<SampleSink> recorders(OpenRun open, int count, Path folder) {
        List<SampleSink> all = new ArrayList<>();
        Shape states = open.network().sampleShape();
        if (showsPictures()) {
            int bytes = open.decoder().shape().elementCount();
            RowsFile rows = new RowsFile(folder.resolve(PICTURE_ROWS), count, bytes);
            all.add(new Decoded(open.codec(), states, List.of(rows)));
        }
        if (formats.contains(Format.LATENTS)) {
            Path file = folder.resolve(STATE_ROWS);
            all.add(new RowsFile(file, count, states.size() * Float.BYTES));
        }
        for (Series one : series(open.sampling().gMin() > 0)) {
            all.add(new SeriesFile(values(one, folder), count, one));
        }
        return all;
    }

    /**
     * The names of what {@link #recorders} write.
     *
     * @param stopEarly whether samples may
     */
    List<String> shardFiles(boolean stopEarly) {
        List<String> names = new ArrayList<>();
        if (showsPictures()) {
            names.add(PICTURE_ROWS);
        }
        if (formats.contains(Format.LATENTS)) {
            names.add(STATE_ROWS);
        }
        series(stopEarly).forEach(s -> names.add(values(s, Path.of("")).getFileName().toString()));
        return names;
    }

    private static Path values(Series series, Path folder) {
        return folder.resolve(series.name().toLowerCase(Locale.ROOT) + ".json");
    }

    private static List<SampleSink> curves(Series series, int count, Path folder) {
        Path values = values(series, folder);
        String picture = values.getFileName().toString().replace(".json", ".png");
        SampleSink plot = new SeriesPlot(values, series, folder.resolve(picture));
        return List.of(new SeriesFile(values, count, series), plot);
    }

    /** Of the samples whose trajectory is shown; empty ones of a model without classes. */
    private List<String> names(OpenRun open, long[] labels) {
        int shown = trajectory.shown(labels.length);
        List<Long> some = Arrays.stream(labels).limit(shown).boxed().toList();
        List<String> names = open.setup().model().names(some);
        return names.isEmpty() ? Collections.nCopies(shown, "") : names;
    }

    private PngGrid grid(
            OpenRun open, NumberedRequests samples, Map<String, String> texts, Path folder) {
        ImageShape shape = open.decoder().shape();
        int count = samples.count();
        int limit = scale.limit(shape);
        if (count > limit) {
            open.listener()
                    .found("grid.png will show the first " + limit + " of " + count + " samples");
        }
        int shown = Math.min(count, limit);
        long[] labels = Arrays.copyOf(samples.allLabels(), shown);
        int wide = columns == 0 ? ClassColumns.columns(labels) : columns;
        PictureSheet sheet =
                new PictureSheet(
                        shape,
                        wide,
                        scale.of(shape, wide, shown),
                        ClassColumns.labels(labels, open.setup().model().classes(), wide));
        return new PngGrid(folder.resolve("grid.png"), sheet, shown, texts);
    }
}
