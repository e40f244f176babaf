package dev.eqm.train.log;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.data.Png;
import dev.eqm.train.step.GammaBins;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The numbers of {@link JsonLines} and preview pictures as event files, for {@code tensorboard
 * --logdir runs}. A resumed run goes on in a new file, which declares later steps of older files
 * void.
 *
 * <p>TensorBoard reads the files of a folder in the order of their names and wants the time in
 * them. A name's time is therefore always later than that of the files before it, and times within
 * a file never fall, whatever happens to the wall's clock.
 */
public final class TensorBoard implements TrainListener {
    private static final Pattern NAME =
            Pattern.compile("events\\.out\\.tfevents\\.([0-9]{10})\\.eqm");

    private static final List<String> OMITTED = List.of("step", "seconds");

    private final Path folder;
    private final long every;
    private final long last;
    private final long begin = System.nanoTime();
    private long beginSeconds;
    private RecordFile file;
    private LogWindow window = new LogWindow();

    /**
     * Scalars every {@code every} steps, and of the last one.
     *
     * @param folder must exist; the file is made here, when training begins
     * @param last the step that ends the run
     */
    public TensorBoard(Path folder, long every, long last) {
        requireGiven("folder", folder);
        this.folder = folder;
        this.every = every;
        this.last = last;
    }

    @Override
    public void started(TrainState state) {
        try {
            beginSeconds = Math.max(System.currentTimeMillis() / 1000, lastTime() + 1);
            String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.eqm", beginSeconds);
            file = new RecordFile(folder.resolve(name));
            file.append(at(0).version());
            if (state.step() > 0) {
                file.append(at(state.step() + 1).start());
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** The time in the last file's name; 0 without one. */
    private long lastTime() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> NAME.matcher(f.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(m -> Long.parseLong(m.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        window.add(report);
        if (report.step() % every == 0 || report.step() == last) {
            append(at(report.step()).scalars(scalars(window.line(report, seconds()))));
            window = new LogWindow();
        }
    }

    @Override
    public void saved(Path checkpoint, double seconds) {
        window.saved(seconds);
    }

    /** Shows scores of a step below {@code evaluation/}. */
    public void scores(long step, Map<String, Double> scores) {
        Map<String, Double> tagged = new LinkedHashMap<>();
        scores.forEach((name, value) -> tagged.put("evaluation/" + name, value));
        append(at(step).scalars(tagged));
    }

    /** Shows a PNG file, grey or RGB. */
    public void picture(String tag, long step, Path png) {
        try {
            append(at(step).image(tag, Files.readAllBytes(png), Png.read(png)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + png, e);
        }
    }

    private double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private Events at(long step) {
        return new Events(beginSeconds + seconds(), step);
    }

    /** Tag -> value; seconds, which is this process's own here, and the step are left out. */
    private static Map<String, Double> scalars(Map<String, Object> line) {
        Map<String, Double> all = new LinkedHashMap<>();
        line.forEach(
                (name, value) -> {
                    if (value instanceof Map<?, ?> parts) {
                        parts.forEach((part, v) -> all.put(name + "/" + part, (Double) v));
                    } else if (value instanceof List<?> bins) {
                        for (int i = 0; i < bins.size(); i++) {
                            if (bins.get(i) instanceof Double v) {
                                all.put(name + "/" + bin(i), v);
                            }
                        }
                    } else if (value instanceof Number number && !OMITTED.contains(name)) {
                        all.put(name, number.doubleValue());
                    }
                });
        return all;
    }

    /** Such as 0.3-0.4. */
    private static String bin(int i) {
        double width = 1.0 / GammaBins.COUNT;
        return String.format(Locale.ROOT, "%.1f-%.1f", i * width, (i + 1) * width);
    }

    private void append(byte[] event) {
        try {
            file.append(event);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        String problem =
                "cannot write event files to %s; free some disk space or fix the "
                        + "permissions, or switch them off with tensorboard: false, then resume";
        return new UncheckedIOException(problem.formatted(folder), e);
    }

    @Override
    public void close() {
        if (file == null) {
            return; // training never began
        }
        try {
            file.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
