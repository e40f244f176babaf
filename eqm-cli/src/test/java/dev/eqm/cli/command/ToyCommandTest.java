package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Png;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class ToyCommandTest {
    @TempDir private Path folder;

    /** A network of a few hundred weights, a handful of steps. */
    private Cli tiny(String command, String... more) {
        List<String> args =
                new ArrayList<>(List.of(command, "--config", Cli.config("toy-2d.yaml").toString()));
        for (String setting :
                List.of(
                        "name=t",
                        "runs=" + folder.resolve("runs"),
                        "device=cpu",
                        "model.backbone.width=8",
                        "model.backbone.depth=1",
                        "train.steps=6",
                        "train.batchSize=16",
                        "train.logEvery=3",
                        "train.checkpointEvery=6",
                        "preview.every=6",
                        "sampling.steps=5")) {
            args.add("--set");
            args.add(setting);
        }
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    @Test
    void twoRunsOneFigure() throws IOException {
        Path out = folder.resolve("out");
        Cli first = tiny("toy", "--out", out.toString());
        assertThat(first.err()).isEmpty();
        assertThat(first.exit()).isZero();
        assertThat(first.out()).contains("step 6/6", "t-eqm: ", "t-flow-matching: ", "at data");
        Map<?, ?> numbers = (Map<?, ?>) Json.parse(Files.readString(out.resolve("toy.json")));
        for (String name : List.of("t-eqm", "t-flow-matching")) {
            assertThat(folder.resolve("runs/" + name + "/checkpoints/00000006/state.json"))
                    .exists();
            Path preview = folder.resolve("runs/" + name + "/samples/00000006.png");
            assertThat(Png.read(preview).channels()).isEqualTo(3);
            assertThat(((Map<?, ?>) numbers.get(name)).get("samples")).isEqualTo(1000L);
        }
        assertThat(Files.readString(folder.resolve("runs/t-flow-matching/config.yaml")))
                .contains("kind: flow-matching", "timeConditional: true", "width: 8");
        String svg = Files.readString(out.resolve("toy.svg"));
        assertThat(svg).contains("Equilibrium Matching", "t = 0.2", "t = 0.6", "t = 1.0", "noise");
        byte[] png = Files.readAllBytes(out.resolve("toy.png"));

        Cli again = tiny("toy", "--out", out.toString());
        assertThat(again.out()).doesNotContain("step 6/6").contains("t-eqm: ");
        assertThat(Files.readAllBytes(out.resolve("toy.png"))).isEqualTo(png);
        assertThat(Files.readString(out.resolve("toy.svg"))).isEqualTo(svg);

        Cli other = tiny("toy", "--set", "model.backbone.width=9");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("model.backbone.width is 8, but now it would be 9");
    }

    /** An explicit energy: its landscape beside the usual figure. */
    @Test
    void anEnergyIsDrawnItself() throws IOException {
        Path out = folder.resolve("out");
        Cli made = tiny("toy", "--out", out.toString(), "--set", "model.energy=dot");
        assertThat(made.err()).isEmpty();
        assertThat(made.out()).contains("t-eqm-e: the energy rose in ", " of 5000 updates");
        assertThat(folder.resolve("runs/t-eqm-e/checkpoints/00000006/state.json")).exists();
        assertThat(folder.resolve("runs/t-flow-matching")).doesNotExist();
        Map<?, ?> landscape = (Map<?, ?>) Json.parse(Files.readString(out.resolve("energy.json")));
        List<?> rows = (List<?>) landscape.get("gridRowsFromBelow");
        assertThat(rows).hasSize(97).allSatisfy(row -> assertThat((List<?>) row).hasSize(97));
        Object middle = ((List<?>) rows.get(48)).get(48);
        assertThat(((Number) middle).doubleValue()).as("x = 0, so E = <x, f> = 0").isZero();
        Map<?, ?> path = (Map<?, ?>) ((List<?>) landscape.get("paths")).get(0);
        assertThat((List<?>) path.get("energy")).hasSize(6);
        assertThat((List<?>) landscape.get("meanEnergies")).hasSize(6);
        assertThat(Files.readString(out.resolve("energy.svg")))
                .contains("An explicit energy", "level lines of E:", "5 updates");
        assertThat(Png.read(out.resolve("energy.png")).width()).isGreaterThan(900);
        assertThat(out.resolve("toy.png")).exists();
    }

    /** A run of points is a run like others. */
    @Test
    void trainInspectSampleAndResume() {
        Cli trained = tiny("train");
        assertThat(trained.err()).isEmpty();
        Path run = folder.resolve("runs/t");
        assertThat(Png.read(run.resolve("samples/00000006.png")).width()).isGreaterThan(900);
        assertThat(Cli.run("inspect", run.resolve("checkpoints/00000006").toString()).out())
                .contains("width 8, depth 1", "eqm loss");
        Path points = folder.resolve("points");
        Cli sampled =
                Cli.run(
                        "sample",
                        "--run",
                        run.toString(),
                        "--format",
                        "latents",
                        "--count",
                        "7",
                        "--out",
                        points.toString());
        assertThat(sampled.err()).isEmpty();
        assertThat(Npz.read(points.resolve("latents.npz")).get("arr_0").shape())
                .containsExactly(7, 2, 1, 1);
        Cli resumed = tiny("train", "--resume", "--set", "train.steps=9");
        assertThat(resumed.out()).contains("resumed after step 6", "step 9/9");
    }

    @Test
    void picturesAreRefused() {
        Cli cli = Cli.run("toy", "--config", Cli.config("fashion-mnist.yaml").toString());
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("model.channels must be 2", "toy-2d.yaml");
        assertThat(Cli.run("toy").err()).contains("--config FILE", "toy-2d.yaml");
    }
}
