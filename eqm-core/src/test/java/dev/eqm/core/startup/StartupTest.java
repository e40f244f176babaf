package dev.eqm.core.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.core.device.Backend;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Libtorch;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.FreshJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How libtorch starts, each time in a process of its own. */
class StartupTest {
    /**
     * Starts libtorch by one of eqm's doors and tells what happened: {@code asked ADDRESS} for
     * every connection that was tried, {@code mode} of the thread and of another.
     */
    static final class Main {
        public static void main(String[] args) throws InterruptedException, IOException {
            watch();
            for (String door : args) {
                open(door);
            }
            boolean[] another = new boolean[1];
            Thread thread = new Thread(() -> another[0] = GradMode.isOn());
            thread.start();
            thread.join();
            System.out.println("mode " + GradMode.isOn() + " " + another[0]);
            System.out.println("offline " + System.getProperty("ai.djl.offline"));
        }

        private static void open(String door) throws InterruptedException, IOException {
            switch (door) {
                case "maps and nothing else" -> {
                    String maps = Files.readString(Path.of("/proc/self/maps"));
                    System.out.println("mapped " + maps.contains("libtorch_cpu.so"));
                    System.exit(0);
                }
                case "early" -> Startup.begin().join();
                case "arena" -> Arena.cpu("door").close();
                case "versions" -> Backend.versions();
                case "device" -> Backend.device("auto");
                case "grad mode" -> GradMode.isOn();
                case "libtorch" -> Libtorch.threads();
                case "another thread" -> {
                    Thread thread = new Thread(() -> Arena.open(Device.cpu(), "door").close());
                    thread.start();
                    thread.join();
                }
                default -> throw new IllegalArgumentException(door);
            }
        }
    }

    @SuppressWarnings("deprecation") // the one way to see every socket of a process from inside
    private static void watch() {
        try {
            Socket.setSocketImplFactory(WatchedSocket::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FreshJvm.Ended run(
            List<String> properties, Map<String, String> set, String... doors)
            throws IOException, InterruptedException {
        FreshJvm.Ended ended =
                FreshJvm.run(
                        Main.class,
                        properties,
                        environment -> {
                            environment
                                    .keySet()
                                    .removeAll(List.of("DJL_OFFLINE", "OPT_OUT_TRACKING"));
                            environment.putAll(set);
                        },
                        doors);
        return ended;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "early",
                "arena",
                "versions",
                "device",
                "grad mode",
                "libtorch",
                "another thread"
            })
    void asksNobodyAndRecordsInEveryThread(String door) throws IOException, InterruptedException {
        FreshJvm.Ended ended = run(List.of(), Map.of(), door);
        assertThat(ended.lines()).containsExactly("mode true true", "offline true");
        assertThat(ended.code()).isZero();
    }

    /** What the user says holds; and that is how the watch is seen to see. */
    @Test
    void leavesWhatTheUserHasSet() throws IOException, InterruptedException {
        FreshJvm.Ended property = run(List.of("-Dai.djl.offline=false"), Map.of(), "arena");
        assertThat(property.text()).contains("asked /169.254.169.254:80", "offline false");
        FreshJvm.Ended variable = run(List.of(), Map.of("DJL_OFFLINE", "false"), "arena");
        assertThat(variable.text()).contains("asked /169.254.169.254:80", "offline null");
    }

    /** Loaded where it lies ready; nothing is unpacked that nobody has asked for. */
    @Test
    void beginsEarlyOnlyWithWhatIsUnpacked(@TempDir Path folder)
            throws IOException, InterruptedException {
        Map<String, String> elsewhere = Map.of("DJL_CACHE_DIR", folder.toString());
        FreshJvm.Ended none = run(List.of(), elsewhere, "early", "maps and nothing else");
        assertThat(none.lines()).containsExactly("mapped false");
        assertThat(folder).isEmptyDirectory();
        FreshJvm.Ended ready = run(List.of(), Map.of(), "early", "maps and nothing else");
        assertThat(ready.lines()).containsExactly("mapped true");
    }

    @Test
    void tellsOnceWhereItUnpacksAndHowMuch(@TempDir Path folder)
            throws IOException, InterruptedException {
        Map<String, String> there = Map.of("DJL_CACHE_DIR", folder.toString());
        FreshJvm.Ended first = run(List.of(), there, "arena", "versions");
        assertThat(first.lines().stream().filter(line -> line.contains("unpacking")))
                .singleElement()
                .asString()
                .contains("unpacking libtorch (", " MB) into " + folder.resolve("pytorch"))
                .contains("this once; DJL_CACHE_DIR chooses another folder")
                .containsPattern("\\([34]\\d\\d MB\\)");
        assertThat(first.lines()).contains("mode true true");
        try (var files = Files.walk(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .contains("libtorch_cpu.so");
        }
        FreshJvm.Ended second = run(List.of(), there, "arena");
        assertThat(second.text()).doesNotContain("unpacking");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DJL_CACHE_DIR", "ENGINE_CACHE_DIR"})
    void aFolderThatCannotBeWrittenIsOneError(String variable, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = Files.createFile(folder.resolve("a file"));
        FreshJvm.Ended ended = run(List.of(), Map.of(variable, file.toString()), "arena");
        assertThat(ended.code()).isNotZero();
        assertThat(ended.text())
                .contains("libtorch cannot be unpacked into " + file)
                .containsPattern("the folder must be writable and have [34]\\d\\d MB of free space")
                .contains("DJL_CACHE_DIR (or ENGINE_CACHE_DIR)")
                .doesNotContain("unpacking libtorch");
    }
}
