package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.eqm.core.field.Differentiated;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.FreshJvm;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Integration;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What entry points do depends on nobody's grad mode: not on who loaded libtorch, nor where. */
class EntryPointsTest {
    /** Samples on the main thread and on another one, after libtorch was started as told. */
    static final class Main {
        public static void main(String[] args) throws InterruptedException {
            switch (args[0]) {
                case "eqm" -> Arena.cpu("first").close();
                case "djl" -> NDManager.newBaseManager().close(); // leaves this thread's mode off
                case "thread" -> onAnotherThread(() -> Arena.cpu("first").close());
                case "djl in a thread" -> onAnotherThread(() -> NDManager.newBaseManager().close());
                default -> throw new IllegalArgumentException(args[0]);
            }
            System.out.println("main began " + (GradMode.isOn() ? "on" : "off"));
            sample();
            onAnotherThread(Main::sample);
        }

        private static void onAnotherThread(Runnable work) throws InterruptedException {
            Thread thread = new Thread(work);
            thread.start();
            thread.join();
        }

        private static void sample() {
            boolean before = GradMode.isOn();
            try (Arena arena = Arena.cpu("states");
                    Scope scope = Scope.open()) {
                NDArray start = arena.of(new float[] {1, 2}, 2, 1, 1, 1);
                NDArray w = arena.full(0.5, 2, 1, 1, 1);
                w.setRequiresGradient(true);
                NDArray one =
                        new Sampler(new GradientDescent(0.1), new StopRule.MaxSteps(2))
                                .run(x -> seen(x.mul(w)), start)
                                .x();
                NDArray two =
                        new Integration(new Euler(), 2).run((x, t) -> seen(x.mul(w)), start).x();
                // an explicit energy has its gradient whatever the mode: ∇(w|x|²) = 2wx
                NDArray three;
                try (GradMode off = GradMode.off()) {
                    three = new Differentiated(new DotProduct(), x -> x.mul(w)).gradient(start);
                }
                System.out.println(
                        "sampled "
                                + Arrays.toString(one.toFloatArray())
                                + Arrays.toString(two.toFloatArray())
                                + Arrays.toString(three.toFloatArray())
                                + (before == GradMode.isOn() ? "" : " and changed the mode"));
            }
        }

        private static NDArray seen(NDArray answer) {
            System.out.println("field saw " + (GradMode.isOn() ? "on" : "off"));
            return answer;
        }
    }

    @Test
    void dependOnNobody() throws IOException, InterruptedException {
        Map<String, String> began =
                Map.of("eqm", "on", "thread", "on", "djl in a thread", "on", "djl", "off");
        for (Map.Entry<String, String> first : began.entrySet()) {
            FreshJvm.Ended ended =
                    FreshJvm.run(
                            Main.class,
                            List.of("-Dai.djl.offline=true"),
                            environment -> {},
                            first.getKey());
            assertThat(ended.code()).as(ended.text()).isZero();
            assertThat(ended.lines().get(0)).isEqualTo("main began " + first.getValue());
            assertThat(ended.lines().stream().filter(line -> line.startsWith("field")))
                    .hasSize(8)
                    .containsOnly("field saw off");
            assertThat(ended.lines().stream().filter(line -> line.startsWith("sampled")))
                    .hasSize(2)
                    .containsOnly("sampled [0.9025, 1.805][1.5625, 3.125][1.0, 2.0]");
        }
    }
}
