package dev.eqm.run.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.sampling.SampleOutputs.Format;
import dev.eqm.run.shard.Shard;
import dev.eqm.run.shard.ShardChoice;
import dev.eqm.sample.guidance.GuidanceInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Samples that are made in shards. */
@ExtendWith(LeakCheck.class)
class SampleShardsTest {
    private static final int COUNT = 7; // batches of 2: three full ones and one of a single sample

    @TempDir private Path folder;

    private SampleReport run(String out, long seed, ShardChoice work) {
        FoundModel model = SmallModels.fresh(folder, 28, false);
        return new SampleRequest(
                        SmallModels.setup(model).withSeed(seed),
                        LabelChoice.of("balanced", COUNT, model.classes(), seed),
                        new GuidanceInterval.Everywhere(),
                        SampleOutputs.of(
                                Format.GRID, Format.PNG, Format.NPZ, Format.LATENTS, Format.NORMS),
                        SampleFolder.of(folder.resolve(out)),
                        work)
                .run(RunListener.SILENT);
    }

    private SampleReport part(int number, int count) {
        return run("parts", 3, new ShardChoice.Part(new Shard(number, count)));
    }

    private SampleReport merge() {
        return run("parts", 3, new ShardChoice.Merge());
    }

    @Test
    void aMergeMakesTheBytesOfOneProcess() throws IOException {
        run("one", 3, ShardChoice.ALL);
        part(3, 3);
        part(1, 3);
        part(2, 3);
        assertThat(merge().shards()).isEqualTo(3);
        for (String name :
                List.of(
                        "samples.npz",
                        "latents.npz",
                        "grid.png",
                        "norms.json",
                        "norms.png",
                        "labels.json",
                        "sampling.json",
                        "000000.png",
                        "000006.png")) {
            assertThat(folder.resolve("parts").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
        }
    }

    @Test
    void whatCannotBeMergedIsRefusedAndNothingIsWritten() throws IOException {
        refused("there are no shards here");
        part(1, 3);
        part(3, 3);
        refused("missing or not complete: 2/3");
        assertThatThrownBy(() -> part(1, 2)).hasMessageContaining("shards of 2 and of 3");
        assertThatThrownBy(() -> run("parts", 4, new ShardChoice.Part(new Shard(2, 3))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("seed was 3, now 4");
        part(2, 3);
        Path rows = folder.resolve("parts/shards/2-of-3/pictures.rows");
        byte[] bytes = Files.readAllBytes(rows);
        bytes[5] ^= 1;
        Files.write(rows, bytes);
        refused("pictures.rows: is damaged");
        assertThat(folder.resolve("parts/samples.npz")).doesNotExist();
        assertThat(folder.resolve("parts/sampling.json")).doesNotExist();
    }

    private void refused(String message) {
        assertThatThrownBy(this::merge)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }
}
