package dev.eqm.cli.console;

import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The console of a rank that is not the first: a file of its own in the run's folder, {@code
 * ranks/3.log}. Until the run begins it keeps what it hears, so that a run that is refused leaves
 * nothing behind; what is wrong then, rank 0 tells.
 */
public final class RankLog implements TrainListener {
    private static final int KEPT = 1 << 16; // characters before the run begins

    private final int rank;
    private final Later writer = new Later();
    private final Console console;
    private Path folder = Path.of("."); // of the run, once it is known

    /** Of a rank. */
    public RankLog(int rank) {
        this.rank = rank;
        PrintWriter lines = new PrintWriter(writer, true);
        this.console = new Console(lines, lines, Terminal.NONE);
    }

    /** What the rank prints to. */
    public Console console() {
        return console;
    }

    /** The run is in this folder, which need not be there yet. */
    public RankLog in(Path run) {
        folder = run;
        return this;
    }

    /** The folder is there now. */
    @Override
    public void started(TrainState state) {
        Path file = folder.resolve("ranks").resolve(rank + ".log");
        try {
            Files.createDirectories(file.getParent());
            writer.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ": cannot be written (" + e + "); free some disk space", e);
        }
    }

    /** Keeps what it gets until it is opened. */
    private static final class Later extends Writer {
        private final StringWriter before = new StringWriter();
        private Writer out; // null until then

        void open(Path file) throws IOException {
            synchronized (lock) {
                out =
                        Files.newBufferedWriter(
                                file,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                out.write(before.toString());
                out.flush();
            }
        }

        @Override
        public void write(char[] text, int from, int count) throws IOException {
            synchronized (lock) {
                if (out != null) {
                    out.write(text, from, count);
                } else if (before.getBuffer().length() < KEPT) {
                    before.write(text, from, count);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            synchronized (lock) {
                if (out != null) {
                    out.flush();
                }
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (lock) {
                if (out != null) {
                    out.close();
                }
            }
        }
    }
}
