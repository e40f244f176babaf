package dev.eqm.sample.output;

import dev.eqm.core.store.Json;
import dev.eqm.sample.sampler.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * ‖∇E‖ of every sample by step, as JSON: {@code {"norms": [[step 1, step 2, ...], ...]}}, one line
 * a sample, or another {@link Series} likewise; a sample that left the batch early has a shorter
 * one.
 */
public final class SeriesFile extends PartSink implements SampleSink {
    private static final String TAIL = "\n]}\n";
    private static final String BETWEEN = ",\n";

    private final Series series;
    private final List<List<Float>> lines = new ArrayList<>(); // of a batch, a sample each

    /**
     * Creates the file's folder if needed.
     *
     * @param count how many samples will come
     */
    public SeriesFile(Path file, int count, Series series) {
        super(file, count);
        this.series = series;
    }

    @Override
    byte[] head() {
        return ("{\"" + series.key() + "\": [\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Up to the end of the last line, without the comma that a later sample would need. */
    @Override
    long lengthAfter(int done) {
        long end = endOfLine(done + 1);
        byte[] last = new byte[1];
        file.read(end - 1, last);
        return last[0] == ',' ? end - 1 : end;
    }

    /** Where line {@code number} ends, its line feed not counted; the first is the head. */
    private long endOfLine(int number) {
        byte[] piece = new byte[1 << 16];
        int line = 0;
        for (long at = 0; ; at += piece.length) {
            int got = file.read(at, piece);
            for (int i = 0; i < got; i++) {
                if (piece[i] == '\n' && ++line == number) {
                    return at + i;
                }
            }
            if (got < piece.length && line == number - 1) {
                return file.length();
            } else if (got < piece.length) {
                throw new OutputException(
                        file.target(),
                        "its partial file lacks samples; start again in an empty folder");
            }
        }
    }

    @Override
    public void begin(SampleBatch noise) {
        lines.clear();
        for (int i = 0; i < noise.labels().length; i++) {
            lines.add(new ArrayList<>());
        }
    }

    @Override
    public void stepped(int first, int number, Step step, double[] norms) {
        double[] values = series == Series.ENERGIES ? step.energies() : norms;
        if (values.length < norms.length) {
            throw new OutputException(
                    file.target(), "the field has no energy: leave out energies for this model");
        }
        for (int i = 0; i < norms.length; i++) {
            lines.get(step.rows()[i]).add((float) values[i]);
        }
    }

    @Override
    public void accept(SampleBatch batch) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < batch.labels().length; row++) {
            text.append(batch.first() + row == 0 ? "" : BETWEEN);
            text.append(Json.write(line(row)));
        }
        append(text.toString().getBytes(StandardCharsets.US_ASCII));
        lines.clear();
    }

    private Object line(int row) {
        return series == Series.STEPS ? (Object) (long) lines.get(row).size() : lines.get(row);
    }

    @Override
    public boolean wantsEnergies() {
        return series == Series.ENERGIES;
    }

    @Override
    void complete() {
        file.append(TAIL.getBytes(StandardCharsets.US_ASCII));
        file.complete();
    }

    /** The file's name. */
    public String name() {
        return file.target().getFileName().toString();
    }

    /**
     * Goes on with the lines of a complete file of the same series, which hold the next samples.
     *
     * @throws OutputException if it cannot be read, or ends before its last line
     */
    public void appendAll(Path path) {
        forEachLine(
                path,
                line -> {
                    String between = file.isOpen() ? BETWEEN : "";
                    append((between + line).getBytes(StandardCharsets.US_ASCII));
                });
    }

    /**
     * Reads such a file sample by sample; memory holds one of them.
     *
     * @param sample hears a list of numbers, or of {@link Series#STEPS} a {@code Long}
     * @throws OutputException if it cannot be read, or ends before its last line
     */
    public static void forEach(Path path, Consumer<Object> sample) {
        forEachLine(path, line -> sample.accept(Json.parse(line)));
    }

    private static void forEachLine(Path path, Consumer<String> sample) {
        try (BufferedReader in = Files.newBufferedReader(path)) {
            in.readLine(); // the head
            for (String line = in.readLine(); ; line = in.readLine()) {
                if (line == null) {
                    throw new OutputException(path, "ends before its last line");
                } else if (line.startsWith("]")) {
                    return;
                }
                sample.accept(line.endsWith(",") ? line.substring(0, line.length() - 1) : line);
            }
        } catch (IOException e) {
            throw new OutputException(path, e);
        }
    }
}
