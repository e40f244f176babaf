package dev.eqm.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What libtorch says about itself, each time in a process of its own. */
class Tf32Test {
    private static final String VARIABLE = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

    @BeforeEach
    void onLinuxAlone() {
        assumeThat(Tf32.isSettable()).isTrue();
    }

    /** Prints what libtorch says at first and after each setting among the arguments. */
    static final class Main {
        public static void main(String[] args) throws IOException {
            Engine.getEngine("PyTorch");
            System.out.println(Tf32.read() + " " + precision());
            for (String arg : args) {
                if (arg.startsWith("cpu")) {
                    Tf32.use(arg.endsWith("true"), Device.cpu());
                } else {
                    Tf32.set(Boolean.parseBoolean(arg));
                }
                System.out.println(Tf32.read() + " " + precision());
            }
        }

        /** Another getter of the same context: 0 highest (float32), 1 high (TF32). */
        private static int precision() throws IOException {
            String path =
                    Files.readAllLines(Path.of("/proc/self/maps")).stream()
                            .filter(line -> line.endsWith("/libtorch_cpu.so"))
                            .map(line -> line.substring(line.indexOf('/')))
                            .findFirst()
                            .orElseThrow();
            NativeLibrary torch = NativeLibrary.getInstance(path);
            Pointer context =
                    torch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
            return torch.getFunction("_ZNK2at7Context22float32MatmulPrecisionEv")
                            .invokeInt(new Object[] {context})
                    & 0xff;
        }
    }

    private static List<String> says(String override, String... args)
            throws IOException, InterruptedException {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().remove(VARIABLE);
        if (!override.isEmpty()) {
            process.environment().put(VARIABLE, override);
        }
        process.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process started = process.start();
        String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(out).isZero();
        return out.lines().filter(line -> line.startsWith("State")).toList();
    }

    private static String state(boolean products, boolean convolutions) {
        return "State[products=%s, convolutions=%s] %d"
                .formatted(products, convolutions, products ? 1 : 0);
    }

    /** libtorch's own default: convolutions may, products may not. */
    @Test
    void reachesLibtorch() throws IOException, InterruptedException {
        assertThat(says("", "true", "false", "true"))
                .containsExactly(
                        state(false, true),
                        state(true, true),
                        state(false, false),
                        state(true, true));
    }

    /** The variable is libtorch's own: that it is seen shows that the right library is asked. */
    @Test
    void winsOverTheVariable() throws IOException, InterruptedException {
        assertThat(says("1", "false")).containsExactly(state(true, true), state(false, false));
    }

    @Test
    void aCpuIsLeftAlone() throws IOException, InterruptedException {
        assertThat(says("", "cpu-true", "cpu-false"))
                .containsExactly(state(false, true), state(false, true), state(false, true));
    }

    @Test
    void isTold() {
        assertThat(Tf32.describe()).matches("products (off|allowed), convolutions .*CUDA only.*");
    }
}
