package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm inspect --landscape}. */
@ExtendWith(LeakCheck.class)
class LandscapeCommandTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void train() {
        assertThat(Cli.run(Cli.tinyTraining(folder, "--set", "train.steps=3")).err()).isEmpty();
        List<String> energy =
                Cli.tinyTraining(
                        folder,
                        "--set",
                        "train.steps=3",
                        "--set",
                        "name=energy",
                        "--set",
                        "model.energy=dot");
        assertThat(Cli.run(energy).err()).isEmpty();
    }

    private static Cli inspect(String run, String... more) {
        List<String> all = new ArrayList<>(List.of("inspect", folder.resolve(run).toString()));
        all.addAll(List.of("--landscape", "--count", "3", "--path", "2", "--probes", "2"));
        all.addAll(List.of(more));
        return Cli.run(all);
    }

    private static Map<?, ?> at(Map<?, ?> report, String... keys) {
        Map<?, ?> map = report;
        for (String key : keys) {
            map = (Map<?, ?>) map.get(key);
        }
        return map;
    }

    private static double number(Map<?, ?> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    @Test
    void anImplicitModelIsNoGradient() throws IOException {
        Path out = folder.resolve("implicit");
        Cli told = inspect("tiny", "--out", out.toString());
        assertThat(told.err()).isEmpty();
        assertThat(told.out())
                .contains("data ", "noise ", "step 3 ", "2/L = ", "1/L = ", "|J-J'|/|J+J'|")
                .doesNotContain("the energy rose");
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(out.resolve("landscape.json")));
        assertThat(at(report, "sites")).hasSize(3);
        double largest = 0;
        for (Object name : at(report, "sites").keySet()) {
            Map<?, ?> site = at(report, "sites", name.toString());
            assertThat((List<?>) site.get("stretches")).hasSize(3);
            assertThat(number(at(site, "asymmetry"), "value")).isGreaterThan(0.01);
            largest = Math.max(largest, number(site, "lipschitz"));
        }
        assertThat(number(report, "lipschitz")).isEqualTo(largest).isPositive();
        assertThat(number(at(report, "safeEta"), "2/L")).isEqualTo(2 / largest);
        assertThat((List<?>) report.get("falls")).isEmpty();

        assertThat(inspect("tiny", "--out", out.toString()).err()).contains("already exists");
        Cli json = inspect("tiny", "--json");
        assertThat(Json.parse(json.out())).isEqualTo(report);
    }

    @Test
    void anExplicitEnergyIsOneAndFalls() {
        Cli told = inspect("energy", "--json", "--falls", "0.5");
        assertThat(told.err()).isEmpty();
        Map<?, ?> report = (Map<?, ?>) Json.parse(told.out());
        assertThat(report.get("kind")).isEqualTo("explicit-energy");
        for (Object name : at(report, "sites").keySet()) {
            Map<?, ?> site = at(report, "sites", name.toString());
            assertThat(number(at(site, "asymmetry"), "value")).isLessThan(1e-4);
        }
        Map<?, ?> fall = (Map<?, ?>) ((List<?>) report.get("falls")).get(0);
        assertThat(fall.get("rises")).isEqualTo(0L);
        assertThat(fall.get("updatesEach")).isEqualTo(3L);
        assertThat(number(fall, "eta")).isEqualTo(0.5 * number(at(report, "safeEta"), "1/L"));
        assertThat(number(fall, "meanEnergyLast")).isLessThan(number(fall, "meanEnergyFirst"));
        assertThat(inspect("energy", "--cfg", "2", "--json").out()).contains("\"falls\": []");
    }

    @Test
    void wrongInputIsRefused() {
        List<String> flow =
                Cli.tinyTraining(
                        folder,
                        "--set",
                        "train.steps=1",
                        "--set",
                        "name=flow",
                        "--set",
                        "model.timeConditional=true",
                        "--set",
                        "loss={kind: flow-matching}");
        assertThat(Cli.run(flow).err()).isEmpty();
        refused(inspect("flow"), "takes time as an input", "no landscape");
        refused(inspect("nothing"), "give a run, a checkpoint folder");
        refused(Cli.run("inspect", "--landscape"), "give a run");
        refused(inspect("tiny", "--falls", "0"), "--falls must lie in (0, 1000)");
        refused(Cli.run("inspect", "XL/2", "--probes", "3"), "--landscape");
        String run = folder.resolve("tiny").toString();
        refused(Cli.run("inspect", run, "--landscape", "--count", "1"), "at least 2");
        refused(Cli.run("inspect", run, "--landscape", "--path", "1"), "--path");
        refused(Cli.run("inspect", run, "--landscape", "--count", "10001"), "10000 images");
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).as("%s", cli).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words);
    }
}
