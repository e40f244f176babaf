package dev.eqm.run.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import dev.eqm.run.reproduce.work.ItemCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    @TempDir private Path folder;

    /** What is told while it works. */
    private static final class Told implements RunListener {
        private final List<String> found = new ArrayList<>();

        @Override
        public void found(String what) {
            found.add(what);
        }

        long trained() {
            return found.stream().filter(f -> f.contains(": trained ")).count();
        }

        long measured() {
            return found.stream().filter(f -> f.contains(": measured ")).count();
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        SmallItems.write(files, "two", SmallItems.TWO_ARMS);
        Path out = folder.resolve("out");
        Told first = new Told();
        ReproductionReport report = Reproduction.run(SmallItems.request(files, out, "two"), first);
        assertThat(first.trained()).isEqualTo(4);
        // 2 arms, 2 seeds: 2 values searched, 1 reported; and real images by seed
        assertThat(first.measured()).isEqualTo(2 * 2 * 3 + 2);
        String written = SmallItems.withoutTimes(out);
        assertThat(written).isEqualTo(SmallItems.withoutTimes(report));

        Told second = new Told();
        Reproduction.run(SmallItems.request(files, out, "two"), second);
        assertThat(second.trained() + second.measured()).isZero();
        assertThat(SmallItems.withoutTimes(out)).isEqualTo(written);

        // a result and a training that are lost are made again, and come to the same
        try (Stream<Path> results = Files.list(out.resolve("results"))) {
            Files.delete(results.sorted().findFirst().orElseThrow());
        }
        Told third = new Told();
        Reproduction.run(SmallItems.request(files, out, "two"), third);
        assertThat(third.measured()).isEqualTo(1);
        assertThat(SmallItems.withoutTimes(out)).isEqualTo(written);

        // another item shares the training of the first arm
        String other = SmallItems.TWO_ARMS.replace("train.steps=6", "train.steps=4");
        SmallItems.write(files, "other", other);
        List<ItemCost> costs = SmallItems.request(files, out, "two", "other").costs();
        assertThat(costs.get(0).done()).isEqualTo(4);
        assertThat(costs.get(1).trainings()).isEqualTo(2);
        assertThat(costs.get(1).shared()).isEqualTo(2);
    }

    @Test
    void everyOutputSaysThatTinyIsNoScience() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        String related = SmallItems.TWO_ARMS + "relations: [value ~ gradient norm]\n";
        SmallItems.write(files, "two", related);
        Path out = folder.resolve("out");
        Reproduction.run(SmallItems.request(files, out, "two"), RunListener.SILENT);
        assertThat(Files.readString(out.resolve("report.json")))
                .contains("\"science\": false", "\"relation\": \"value ~ gradient norm\"");
        assertThat(Files.readString(out.resolve("report.md")))
                .contains("say nothing about any claim", "Scale tiny", "Real images, as many")
                .contains("| NAG < GD |", "| value ~ gradient norm | cannot be told apart |");
        assertThat(Files.readString(out.resolve("figures/two.svg"))).contains("scale tiny");
        assertThat(out.resolve("figures/two.png")).isNotEmptyFile();
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("say nothing about any claim", "Content-Security-Policy");
        assertThat(page).contains("value ~ gradient norm", "at least 5 are needed");
        assertThat(page).contains("default-src 'none'").doesNotContain("src=\"http");
    }

    @Test
    void anItemThatCannotBeDoneIsToldAndTheOthersAreDone() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        SmallItems.write(files, "two", SmallItems.TWO_ARMS);
        SmallItems.write(
                files, "bad", SmallItems.TWO_ARMS.replace("kind: frechet", "kind: energy-path"));
        Path out = folder.resolve("out");
        ReproductionReport report =
                Reproduction.run(SmallItems.request(files, out, "bad", "two"), new Told());
        assertThat(report.failed()).extracting(o -> o.id()).containsExactly("bad");
        assertThat(report.failed().get(0).failure()).contains("explicit energy");
        assertThat(report.outcomes().get(1).rows()).hasSize(2);
        assertThat(Files.readString(out.resolve("report.md"))).contains("failed: ");
    }

    /** A training that explodes is an outcome of its arm; the others are judged. */
    @Test
    void anArmWhoseTrainingExplodesCountsAsDiverged() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        String explodes = "train.steps=20, optimizer.kind=sgd, optimizer.learningRate=900000";
        SmallItems.write(files, "two", SmallItems.TWO_ARMS.replace("train.steps=6", explodes));
        Path out = folder.resolve("out");
        Told first = new Told();
        ReproductionReport report = Reproduction.run(SmallItems.request(files, out, "two"), first);
        assertThat(report.failed()).isEmpty();
        assertThat(report.outcomes().get(0).rows()).hasSize(2);
        assertThat(Files.readString(out.resolve("report.md")))
                .contains("diverged", "samples diverged: left side 2, right side 0 of 2 seeds");
        String written = SmallItems.withoutTimes(out);

        Told second = new Told();
        Reproduction.run(SmallItems.request(files, out, "two"), second);
        assertThat(second.trained() + second.measured()).isZero();
        assertThat(SmallItems.withoutTimes(out)).isEqualTo(written);
    }

    @Test
    void wrongFilesAreRefusedBeforeAnythingIsWritten() throws IOException {
        ItemFiles files = SmallItems.in(folder.resolve("configs"));
        Path out = folder.resolve("out");
        refused(files, out, "from: eqm", "from: sdxl", "item two, arm GD", "sdxl", "flow");
        refused(files, out, "{eta}", "{beta}", "placeholder");
        refused(files, out, "rule.kind=gd", "rule.kind=gdd", "rule.kind", "gdd");
        refused(files, out, "NAG < GD,", "NAG < ADAM,", "ADAM");
        refused(files, out, "claim:", "clam:", "clam", "claim");
        refused(files, out, "kind: frechet", "kind: fid", "frechet");
        assertThatThrownBy(
                        () ->
                                Reproduction.run(
                                        SmallItems.request(files, out, "tow"), RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("tow")
                .hasMessageContaining("two");
        assertThat(out).doesNotExist();
    }

    private static void refused(
            ItemFiles files, Path out, String what, String instead, String... told)
            throws IOException {
        SmallItems.write(files, "two", SmallItems.TWO_ARMS.replace(what, instead));
        assertThatThrownBy(
                        () ->
                                Reproduction.run(
                                        SmallItems.request(files, out, "two"), RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(told);
    }
}
