package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm report} on real runs, with what other commands leave in them. */
class ReportCommandTest {
    @TempDir private Path folder;

    private Path train(String name, String... more) {
        Cli trained = Cli.run(Cli.tinyTraining(folder, with(name, more)));
        assertThat(trained.exit()).as(trained.err()).isZero();
        return folder.resolve(name);
    }

    private static String[] with(String name, String... more) {
        String[] all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 2, more.length);
        all[0] = "--set";
        all[1] = "name=" + name;
        return all;
    }

    private static Document page(Path file) throws IOException {
        return Jsoup.parse(Files.readString(file));
    }

    @Test
    void whatOtherCommandsFoundIsShown() throws IOException {
        Path run = train("one");
        assertThat(run.resolve("report.html")).exists();
        Cli sampled =
                Cli.run(
                        "sample",
                        "--run",
                        run.toString(),
                        "--count",
                        "4",
                        "--format",
                        "grid,norms,steps",
                        "--out",
                        run.resolve("taken").toString());
        assertThat(sampled.exit()).as(sampled.err()).isZero();
        Cli looked =
                Cli.run(
                        "inspect",
                        run.toString(),
                        "--landscape",
                        "--count",
                        "2",
                        "--probes",
                        "1",
                        "--path",
                        "2",
                        "--out",
                        run.toString());
        assertThat(looked.exit()).as(looked.err()).isZero();

        Cli reported = Cli.run("report", run.toString());
        assertThat(reported.exit()).as(reported.err()).isZero();
        assertThat(reported.out()).contains("written to " + run.resolve("report.html"));
        Document page = page(run.resolve("report.html"));
        assertThat(page.select("#sampling figure img")).hasSize(1);
        assertThat(page.expectFirst("#data").data())
                .contains("Norm of the gradient along sampling", "Steps per sample");
        assertThat(page.select("#landscape table").first().select("tbody th").eachText())
                .contains("data", "noise");
        assertThat(page.select("#origin").text()).contains("ema.safetensors", "SHA-256");
        assertThat(page.select("#summary").text()).contains("12 of 12 steps, complete");
    }

    @Test
    void severalRunsGoToOneFileAndOthersAreKept() throws IOException {
        Path one = train("one", "--set", "report=false");
        Path two = train("two", "--set", "report=false", "--set", "train.seed=3");
        assertThat(one.resolve("report.html")).doesNotExist();
        Path out = folder.resolve("page.html");
        Files.writeString(out, "mine");
        Cli refused = Cli.run("report", one.toString(), two.toString(), "--out", out.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("page.html already exists", "--overwrite");
        assertThat(out).hasContent("mine");

        Cli replaced =
                Cli.run(
                        "report",
                        one.toString(),
                        two.toString(),
                        "--out",
                        out.toString(),
                        "--overwrite");
        assertThat(replaced.exit()).as(replaced.err()).isZero();
        assertThat(page(out).select("#differences tbody th").eachText())
                .containsExactly("train.seed");
        // a report is replaced by a report
        assertThat(Cli.run("report", one.toString(), "--out", out.toString()).exit()).isZero();
    }

    @Test
    void whatIsNoRunIsRefusedAndNothingIsWritten() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Cli none = Cli.run("report", empty.toString());
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("is not a run: it has no config.yaml");
        assertThat(Cli.run("report", folder.resolve("missing").toString()).exit()).isEqualTo(2);
        assertThat(Cli.run("report").exit()).isEqualTo(2);
        assertThat(empty).isEmptyDirectory();
    }
}
