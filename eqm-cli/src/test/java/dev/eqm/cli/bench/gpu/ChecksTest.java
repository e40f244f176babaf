package dev.eqm.cli.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.eqm.cli.bench.gpu.DeviceMode.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChecksTest {
    /** All texts in the sources of all modules, below {@code dev/eqm}. */
    private static Set<String> texts() throws IOException {
        Set<String> all = new TreeSet<>();
        for (String module : List.of("core", "models", "sample", "train")) {
            Path root = Path.of("../eqm-" + module + "/src/main/resources/dev/eqm");
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(f -> f.toString().endsWith(".py"))
                        .forEach(f -> all.add(root.relativize(f).toString().replace('\\', '/')));
            }
        }
        return all;
    }

    @Test
    void everyKernelTextHasACheckOrAReason() throws IOException {
        Set<String> checked =
                Checks.all().stream().flatMap(c -> c.texts().stream()).collect(Collectors.toSet());
        assertThat(texts()).hasSizeGreaterThan(35);
        assertThat(checked).doesNotContainAnyElementsOf(Checks.WITHOUT.keySet());
        checked.addAll(Checks.WITHOUT.keySet());
        assertThat(checked).containsExactlyInAnyOrderElementsOf(texts());
    }

    /** A kernel that is wrong by one in a thousand is outside, one that is rounded is inside. */
    @Test
    void theErrorIsThatOfAllNumbersTogether() {
        assertThat(DeviceCheck.error(new double[] {3, 4.5}, new double[] {3, 4}))
                .isCloseTo(0.1, within(1e-12));
        double[] right = DeviceMode.normal(1, 1000);
        double[] wrong = right.clone();
        wrong[7] *= 1.5;
        assertThat(DeviceCheck.error(wrong, right)).isGreaterThan(Kind.FLOAT32.tolerance());
        assertThat(DeviceCheck.error(right, right)).isZero();
        assertThat(DeviceCheck.error(new double[] {Double.NaN}, new double[] {1}))
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(DeviceCheck.error(new double[] {0}, new double[] {0}))
                .as("nothing was compared")
                .isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> DeviceCheck.error(new double[1], new double[2]))
                .hasMessageContaining("as many numbers");
    }

    /** Numbers of a check are not all alike: what answers a constant could not fail. */
    @Test
    void checksAnswerNumbersThatVary() {
        for (DeviceCheck check : Checks.all()) {
            double[] right = check.numbers().in(new DeviceMode(Device.cpu(), check.reference()));
            assertThat(right).as(check.name()).isNotEmpty();
            assertThat(Arrays.stream(right).distinct().count()).as(check.name()).isGreaterThan(2);
        }
    }
}
