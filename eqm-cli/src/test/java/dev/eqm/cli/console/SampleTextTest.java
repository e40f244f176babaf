package dev.eqm.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.run.sampling.SampleReport;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.sampler.Effort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTextTest {
    @TempDir private Path folder;

    private static String printed(Sampling sampling, boolean complete, int... steps) {
        return printed(Path.of("out"), sampling, complete, steps);
    }

    private static String printed(Path out6, Sampling sampling, boolean complete, int... steps) {
        StringWriter out = new StringWriter();
        Effort effort = new Effort(steps, new int[0], steps, steps.length == 0 ? 0 : 5, 1);
        GenerationReport made = new GenerationReport(new double[] {0.25, 0.5}, effort, 61);
        SampleReport report =
                new SampleReport(out6, 6, 6 - steps.length, sampling, "updates", complete, made, 0);
        SampleText.print(
                report, new Console(new PrintWriter(out), new PrintWriter(out), Terminal.NONE));
        return out.toString();
    }

    @Test
    void saysWhatThisProcessMade() {
        assertThat(printed(Sampling.DEFAULT, false, 3, 3))
                .isEqualToIgnoringNewLines(
                        "2 samples, 3 updates each, NFE 3 each, in 1 min 01 s; "
                                + "mean final gradient norm 0.375written to outopen out");
        assertThat(printed(Sampling.DEFAULT.withGMin(2), false, 3, 250))
                .contains(
                        "2 samples, 126.5 updates on average (median 126.5, at most 250), 1 of them "
                                + "reached the maximum of 250 steps above g_min 2.0, NFE 126.5 on average, in ");
    }

    @Test
    void namesAllThatThereIsToLookAt() throws IOException {
        for (String name : List.of("grid.png", "trajectory.png", "trajectory.gif", "a.png")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertThat(printed(folder, Sampling.DEFAULT, false, 3, 3))
                .contains("also there: trajectory.png, trajectory.gif" + System.lineSeparator())
                .endsWith("open " + folder.resolve("grid.png") + System.lineSeparator());
    }

    /** A run that was cut off when all samples were there has nothing left to make. */
    @Test
    void nothingMadeIsNoMistake() {
        assertThat(printed(Sampling.DEFAULT, false)).startsWith("0 samples, 0 updates each, in 1");
        assertThat(printed(Sampling.DEFAULT, true))
                .isEqualToIgnoringNewLines(
                        "out already holds these 6 samples; --overwrite generates them againopen out");
    }
}
