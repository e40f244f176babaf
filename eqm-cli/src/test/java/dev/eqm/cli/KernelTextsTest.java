package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One text for every device: no kernel names an operation or a device of its own choice. */
class KernelTextsTest {
    /** Namespaces and suffixes of CPU back ends, questions about devices, devices by name. */
    private static final Pattern CHOOSES_A_DEVICE =
            Pattern.compile(
                    "mkldnn|onednn|xnnpack|fbgemm|qnnpack|nnpack|cudnn|miopen|_cuda\\b|_cpu\\b|for_cpu"
                            + "|\\.cpu\\(|\\.cuda\\(|is_cuda|is_cpu|is_mps|is_mkldnn|pin_memory"
                            + "|\\bops\\.(?!prim\\.)|torch\\.device\\(|['\"](cpu|cuda|mps|xpu|meta)\\b");

    private static final Pattern FIRST = Pattern.compile("# .+");

    private static final Pattern LINE =
            Pattern.compile(
                    "|#.*|def \\w+\\(self(, \\w+: [\\w\\[\\]]+)*\\) -> [\\w\\[\\]]+:|( {2})+(?!def ).+");

    /** What may stand there all the same, and why. */
    private static final Map<String, String> ALLOWED =
            Map.of(
                    "eqm-core/src/main/resources/dev/eqm/core/device/cpu.py: ops.mkldnn._is_mkldnn_bf16_supported",
                    "asked of CPUs alone: Backend.hasFastBfloat16",
                    "eqm-models/src/main/resources/dev/eqm/models/sit/packed.py: ops.mkldnn._",
                    "for CPUs alone, the plain block is its twin: PackedBlocks",
                    "eqm-core/src/main/resources/dev/eqm/core/random/noise.py: torch.device(\"cpu\")",
                    "noise has the same bits whatever the device, so it is drawn on the CPU");

    @Test
    void noTextChoosesADevice() throws IOException {
        List<Path> texts = texts();
        assertThat(texts).hasSizeGreaterThan(25);
        List<String> found = new ArrayList<>();
        for (Path text : texts) {
            String name = root().relativize(text).toString().replace('\\', '/');
            for (String line : choices(Files.readString(text))) {
                boolean allowed =
                        ALLOWED.keySet().stream()
                                .map(rule -> rule.split(": ", 2))
                                .anyMatch(r -> name.equals(r[0]) && line.contains(r[1]));
                if (!allowed) {
                    found.add(name + ": " + line);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /** An exception that nobody needs any more would hide the next one. */
    @Test
    void everyExceptionIsNeeded() throws IOException {
        for (String rule : ALLOWED.keySet()) {
            String[] parts = rule.split(": ", 2);
            assertThat(choices(Files.readString(root().resolve(parts[0]))))
                    .anyMatch(line -> line.contains(parts[1]));
        }
    }

    /** A text says first what it is about, and holds nothing but methods. */
    @Test
    void textsAreACommentAndMethods() throws IOException {
        for (Path text : texts()) {
            assertThat(strangers(Files.readString(text))).as(text.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(self, x: Tensor) -> Tensor:\n  return x",
                "# About\n\nclass Kernels(Module):\n  training : bool",
                "# About\n\n  def f(self, x: Tensor) -> Tensor:",
                "# About\n\ndef f(x: Tensor) -> Tensor:\n  return x",
                "# About\n\ndef f(self: __torch__.Kernels, x: Tensor) -> Tensor:\n  return x"
            })
    void whatIsNoMethodIsFound(String text) {
        assertThat(strangers(text)).isNotEmpty();
    }

    /** Lines that have no place in a kernel text; the first one must be a comment. */
    private static List<String> strangers(String text) {
        List<String> lines = text.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(i -> !(i == 0 ? FIRST : LINE).matcher(lines.get(i)).matches())
                .mapToObj(lines::get)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    y = ops.mkldnn._convolution_pointwise(x, w, b)",
                "    y = torch.mkldnn_linear(x, w)",
                "    y = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v)",
                "    y = torch.cudnn_convolution(x, w)",
                "    k = torch.arange(8, device=torch.device(\"cpu\"))",
                "    k = torch.to(x, \"cuda:0\")",
                "    k = x.cpu()",
                "    if x.is_cuda:"
            })
    void plantedOnesAreFound(String line) {
        String text = "def f(self, x: Tensor) -> Tensor:\n" + line + "\n";
        assertThat(choices(text)).containsExactly(line.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    k = torch.arange(8, dtype=x.dtype, device=x.device) # not on the \"cpu\" by itself",
                "  # mkldnn has no such thing",
                "    y = torch.scaled_dot_product_attention(q, k, v)"
            })
    void whatFollowsTheInputIsFine(String line) {
        assertThat(choices(line)).isEmpty();
    }

    /** Lines of code that choose, without their comments. */
    private static List<String> choices(String text) {
        List<String> found = new ArrayList<>();
        for (String line : text.split("\n")) {
            String code = line.replaceAll("#.*", "").strip();
            Matcher m = CHOOSES_A_DEVICE.matcher(code);
            if (m.find()) {
                found.add(code);
            }
        }
        return found;
    }

    private static List<Path> texts() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root())) {
            for (Path module : modules.toList()) {
                Path resources = module.resolve("src/main/resources");
                if (Files.isDirectory(resources)) {
                    try (Stream<Path> files = Files.walk(resources)) {
                        files.filter(f -> f.toString().endsWith(".py")).forEach(all::add);
                    }
                }
            }
        }
        return all;
    }

    /** The folder that holds the Maven wrapper. */
    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("mvnw"))) {
            here = here.getParent();
        }
        return here;
    }
}
