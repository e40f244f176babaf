package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.ranks.RanksException;
import dev.eqm.core.testing.ThreadRanks;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over ranks that are threads of this process. */
class RanksTrainingTest {
    private static final List<String> ARRAYS =
            List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors");

    @TempDir private Path runs;

    private RunConfig config(String... more) {
        return TinyConfig.in(runs, more);
    }

    private List<TrainedRun> trained(int n, boolean resume, String... more) {
        return ThreadRanks.run(n, ranks -> training(ranks, resume, more).run());
    }

    private Training training(Ranks ranks, boolean resume, String... more) {
        Training training = Training.of(config(more)).over(ranks);
        return resume ? training.resume() : training;
    }

    private Path checkpoint(String name, int step) {
        return runs.resolve(name).resolve("checkpoints/0000000" + step);
    }

    private void requireEqual(String name, String other, int step) {
        for (String file : ARRAYS) {
            assertThat(checkpoint(name, step).resolve(file))
                    .hasSameBinaryContentAs(checkpoint(other, step).resolve(file));
        }
    }

    @Test
    void aRunOverRanksIsOneWithMicroBatchesAndIsWrittenOnce() throws IOException {
        Training.of(config("name=one", "train.microBatch=2")).run(RunListener.SILENT);
        trained(2, false, "name=two");
        requireEqual("two", "one", 3);
        requireEqual("two", "one", 6);
        assertThat(StateFile.verified(checkpoint("two", 6)).ranks()).isEqualTo(2);
        assertThat(StateFile.verified(checkpoint("one", 6)).ranks()).isEqualTo(1);
        assertThat(Files.readString(checkpoint("one", 6).resolve("state.json")))
                .doesNotContain("ranks");
        assertThat(Files.readAllLines(runs.resolve("two/metrics.jsonl")))
                .hasSameSizeAs(Files.readAllLines(runs.resolve("one/metrics.jsonl")));
        assertThat(runs.resolve("two/samples/00000003.png"))
                .as("an evaluation for which the others wait")
                .exists();
        assertThat(Files.readString(runs.resolve("two/history.jsonl"))).contains("\"ranks\":2");
    }

    @Test
    void aResumedRunEqualsAWholeOneAndKeepsItsNumberOfRanks() {
        trained(2, false, "name=whole");
        trained(2, false, "name=half", "train.steps=3");
        trained(2, true, "name=half");
        requireEqual("half", "whole", 6);

        trained(2, false, "name=other", "train.steps=3");
        assertThatThrownBy(() -> Training.of(config("name=other")).resume().run())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("by 2 ranks", "1 process", "ranksChanged");
        assertThatThrownBy(() -> trained(4, true, "name=other"))
                .isInstanceOf(RanksException.class)
                .hasMessageContainingAll("by 2 ranks", "this run has 4 ranks");
        assertThat(checkpoint("other", 6)).doesNotExist();

        List<String> told = new ArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void found(String what) {
                        told.add(what);
                    }
                };
        Training.of(config("name=other")).resume().ranksChanged().run(listener);
        assertThat(told).anyMatch(t -> t.contains("by 2 ranks until now, by 1 process from here"));
        assertThat(StateFile.verified(checkpoint("other", 6)).ranks()).isEqualTo(1);
    }

    private static void requireToldOnce(List<Object> all, String... texts) {
        assertThat(all)
                .allSatisfy(e -> assertThat((RanksException) e).hasMessageContainingAll(texts));
        assertThat(all).filteredOn(e -> !((RanksException) e).isQuiet()).hasSize(1);
        assertThat(((RanksException) all.get(0)).origin())
                .isEqualTo(UsageException.class.getName());
    }

    @Test
    void ranksThatWouldTrainDifferentThingsAreRefused() throws IOException {
        List<Object> configs =
                ThreadRanks.outcomes(
                        2,
                        Duration.ofSeconds(60),
                        ranks -> training(ranks, false, "train.seed=" + ranks.rank()).run());
        requireToldOnce(configs, "rank 1", "train.seed is 1 instead of 0");
        List<Object> shares =
                ThreadRanks.outcomes(
                        3, Duration.ofSeconds(60), ranks -> training(ranks, false).run());
        requireToldOnce(shares, "train.batchSize is 4, which 3 ranks cannot share equally");
        try (Stream<Path> left = Files.list(runs)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void oneRankThatFindsARunRefusesForAll() {
        trained(2, false);
        List<Object> all =
                ThreadRanks.outcomes(
                        2, Duration.ofSeconds(60), ranks -> training(ranks, false).run());
        requireToldOnce(all, "already contains a run");
    }

    @Test
    void eachRankOfAMachineTakesAGpuOfItsOwn() {
        assertThat(RankedRun.device(config("device=auto"), 4, 2, 4)).isEqualTo("cuda:2");
        assertThat(RankedRun.device(config("device=cuda"), 4, 0, 4)).isEqualTo("cuda:0");
        assertThat(RankedRun.device(config("device=cuda:1"), 4, 2, 4)).isNull();
        assertThat(RankedRun.device(config("device=auto"), 4, 2, 1)).isNull();
        assertThat(RankedRun.device(config("device=auto"), 1, 0, 4)).isNull();
        assertThatThrownBy(() -> RankedRun.device(config("device=auto"), 4, 3, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("2 GPUs");
    }
}
