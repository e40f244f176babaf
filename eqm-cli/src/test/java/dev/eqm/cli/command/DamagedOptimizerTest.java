package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the optimiser remembers is needed to go on with a training, and for nothing else. */
@ExtendWith(LeakCheck.class)
class DamagedOptimizerTest {
    @TempDir private Path folder;

    @Test
    void onlyResumingNeedsTheOptimizer() throws IOException {
        assertThat(Cli.run(Cli.tinyTraining(folder)).exit()).isZero();
        String run = folder.resolve("tiny").toString();
        Path newest = folder.resolve("tiny/checkpoints/00000012");
        Path optimizer = newest.resolve("optimizer.safetensors");
        byte[] whole = Files.readAllBytes(optimizer);
        byte[] flipped = whole.clone();
        flipped[whole.length - 1] ^= 1;
        Files.write(optimizer, flipped);
        List<List<String>> commands =
                List.of(
                        List.of("sample", "--run", run, "--count", "1", "--out", "@/s"),
                        List.of("sample", "--checkpoint", newest.toString(), "--out", "@/c"),
                        List.of("compose", "--run", run, "--labels", "1", "--out", "@/co"),
                        List.of("evaluate", "--run", run, "--count", "9", "--metrics", "FMD"),
                        List.of("export", run, "--out", "@/w.safetensors"),
                        List.of("export", run, "--out", "@/w.pt"));
        for (List<String> command : commands) {
            Cli cli =
                    Cli.run(command.stream().map(a -> a.replace("@", folder.toString())).toList());
            assertThat(cli.exit()).as("%s: %s", command, cli.err()).isZero();
            assertThat(cli.warnings())
                    .as("%s", command)
                    .contains("cannot resume from this checkpoint", optimizer.toString());
            if (!command.contains("--checkpoint")) {
                assertThat(cli.out()).contains("00000012").doesNotContain("00000006");
            }
        }
        Files.write(optimizer, Arrays.copyOf(whole, 1000));
        Cli shown = Cli.run("show", run);
        assertThat(shown.out()).contains("step 12 of 12");
        assertThat(shown.warnings()).contains(optimizer.toString(), "samples do not need it");
        Cli reported = Cli.run("report", run);
        assertThat(reported.exit()).as(reported.err()).isZero();
        Cli resumed = Cli.run(Cli.tinyTraining(folder, "--resume", "--set", "train.steps=13"));
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.warnings()).contains("skipped a damaged checkpoint", "optimizer");
        assertThat(resumed.out()).contains("resumed after step 6");
    }

    @Test
    void damagedWeightsAreStillPassedOver() throws IOException {
        assertThat(Cli.run(Cli.tinyTraining(folder)).exit()).isZero();
        Path ema = folder.resolve("tiny/checkpoints/00000012/ema.safetensors");
        Files.write(ema, Arrays.copyOf(Files.readAllBytes(ema), 1000));
        String run = folder.resolve("tiny").toString();
        Cli cli = Cli.run("sample", "--run", run, "--count", "1", "--out", folder + "/s");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.warnings()).contains("skipped a damaged checkpoint", ema.toString());
        assertThat(cli.out()).contains("00000006");
    }
}
