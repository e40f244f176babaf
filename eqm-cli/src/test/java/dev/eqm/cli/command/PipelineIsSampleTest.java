package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Picture;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that opens a run gets what the command line gets. */
@ExtendWith(LeakCheck.class)
class PipelineIsSampleTest {
    @TempDir private Path folder;

    @Test
    void theSameSeedAndLabelsGiveTheSameBytes() throws IOException {
        assertThat(Cli.run(Cli.tinyTraining(folder)).exit()).isZero();
        String run = folder.resolve("tiny").toString();
        Path out = folder.resolve("pictures");
        Cli cli =
                Cli.run(
                        "sample",
                        "--run",
                        run,
                        "--labels",
                        "Bag, Sneaker, 0-3",
                        "--count",
                        "8",
                        "--seed",
                        "11",
                        "--cfg",
                        "2",
                        "--format",
                        "png",
                        "--out",
                        out.toString());
        assertThat(cli.exit()).describedAs(cli.err()).isZero();
        try (Pipeline eqm = Pipeline.from(Path.of(run)).guidance(2).open()) {
            List<Picture> pictures = eqm.generate("Bag, Sneaker, 0-3", 8, 11);
            assertThat(pictures).hasSize(8).doesNotHaveDuplicates();
            for (int i = 0; i < pictures.size(); i++) {
                Path mine = folder.resolve(i + ".png");
                pictures.get(i).write(mine);
                assertThat(Files.readAllBytes(mine))
                        .isEqualTo(Files.readAllBytes(out.resolve("00000" + i + ".png")));
            }
        }
    }
}
