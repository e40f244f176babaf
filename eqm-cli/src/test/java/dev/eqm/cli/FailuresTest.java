package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.DataException;
import dev.eqm.core.store.TensorFileException;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.OutputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What exceptions that reach the top become: a message, perhaps a trace, an exit code. */
class FailuresTest {
    private static final Path FILE = Path.of("a.pt");

    @Command(name = "fail")
    private record Fail(Exception why) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw why;
        }
    }

    @Command(name = "fill")
    private static final class Fill implements Callable<Integer> {
        @Override
        public Integer call() {
            return new long[Integer.MAX_VALUE].length;
        }
    }

    private record Told(int exit, String err) {}

    private static Told told(Exception why) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().addSubcommand(new Fail(why));
        line.setErr(new PrintWriter(err, true));
        return new Told(line.execute("fail"), err.toString());
    }

    static Stream<Exception> input() {
        return Stream.of(
                new ConfigException(List.of("train.steps: 0", "train.batchSize: 0")),
                new UsageException("--count must be at least 1, got 0"),
                new DataException(FILE, "there is no such file"),
                new TensorFileException(FILE, "is cut off"),
                new CheckpointException(FILE, "is damaged"),
                new BrokenRuleException("eta must be positive, got -1"));
    }

    @ParameterizedTest
    @MethodSource("input")
    void wrongInputIsTold(Exception wrong) {
        assertThat(told(wrong)).isEqualTo(new Told(2, "eqm: " + wrong.getMessage() + "\n"));
    }

    static Stream<Exception> runs() {
        return Stream.of(
                new RunFailedException("the loss is not finite since step 7"),
                new DivergedException("sample 3 diverged"),
                new OutputException(FILE, new IOException("no space left")),
                new UncheckedIOException("a.json: cannot be written", new IOException("disk")));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void runsThatFailAreTold(Exception failure) {
        assertThat(told(failure)).isEqualTo(new Told(1, "eqm: " + failure.getMessage() + "\n"));
    }

    static Stream<Exception> bugs() {
        return Stream.of(
                new IllegalArgumentException("Comparison method violates its general contract!"),
                new NumberFormatException("For input string: \"x\""),
                new IllegalStateException("closed"),
                new NullPointerException(),
                new IndexOutOfBoundsException(3),
                new NoSuchElementException(),
                new IOException("not expected here"));
    }

    /** Whatever the message looks like: nobody should look for a mistake of theirs. */
    @ParameterizedTest
    @MethodSource("bugs")
    void anythingElseIsABug(Exception bug) {
        Told told = told(bug);
        assertThat(told.exit).isEqualTo(1);
        assertThat(told.err)
                .startsWith("eqm: this is a bug in eqm, please report it: " + bug + "\n" + bug)
                .contains("\tat " + FailuresTest.class.getName());
    }

    /** An array longer than the VM allows is refused like one that the heap cannot hold. */
    @Test
    void aFullHeapIsToldWithoutATrace() {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().addSubcommand(new Fill());
        line.setErr(new PrintWriter(err, true));
        assertThat(Main.execute(line, "fill")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("eqm: Java's heap of ")
                .contains("EQM_JAVA_OPTS=-Xmx")
                .hasLineCount(1);
    }
}
