package dev.eqm.core.kernel;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class KernelTest {
    private static final Kernel PROBE = Kernel.text(KernelTest.class, "probe.py");
    private static final Kernel CONSTANTS = Kernel.text(KernelTest.class, "constants.py");

    @Test
    void unknownMethodNamesTextAndMethod(Arena arena) {
        NDArray x = arena.zeros(2, 3);
        assertThatThrownBy(() -> PROBE.call("no_such_method", x))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("probe.py:no_such_method((2, 3))");
    }

    @Test
    void refusedCallNamesTextMethodShapesAndLists(Arena arena) {
        NDArray x = arena.zeros(2, 3);
        NDList inputs = new NDList(x, Kernel.listed(arena.zeros(4)), Kernel.listed(arena.zeros(5)));
        assertThatThrownBy(() -> PROBE.call("weighted", inputs))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("probe.py:weighted((2, 3); lists {w[]=2})");
    }

    @Test
    void textThatDoesNotCompileIsNamedAtTheFirstCall(Arena arena) {
        Kernel broken = Kernel.text(KernelTest.class, "broken.py");
        NDArray x = arena.zeros(1);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> broken.call("anything", x))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("broken.py does not compile")
                    .hasMessageContaining("undefined_value");
        }
    }

    @Test
    void missingTextIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kernel.text(KernelTest.class, "absent.py"))
                .withMessageContaining("absent.py")
                .withMessageContaining(KernelTest.class.getName());
    }

    @Test
    void constantsAreFilledInByWith(Arena arena) {
        Kernel kernel = CONSTANTS.with("FACTOR", 2.5).with("TIMES", 3).with("NEGATE", true);
        assertClose(kernel.call("apply", arena.full(1, 2)), new float[] {-7.5f, -7.5f}, 0, 1e-6);
        Kernel other = CONSTANTS.with("FACTOR", 1e-7).with("TIMES", 1).with("NEGATE", false);
        assertClose(other.call("apply", arena.full(1, 1)), new float[] {1e-7f}, 0, 1e-6);
    }

    @Test
    void constantsMustExistAndAllBeGiven(Arena arena) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONSTANTS.with("FACTOUR", 1))
                .withMessageContaining("constants.py has no constant ${FACTOUR}");
        NDArray x = arena.zeros(1);
        assertThatThrownBy(() -> CONSTANTS.with("FACTOR", 1).call("apply", x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("constants.py has constants without a value");
    }

    @Test
    void listedArraysTravelTogetherInOrder(Arena arena) {
        NDArray x = arena.full(1, 2);
        NDList inputs =
                new NDList(
                        x,
                        Kernel.listed(arena.full(2, 2)),
                        Kernel.listed(arena.full(3, 2)),
                        Kernel.listed(arena.full(5, 2)));
        assertClose(PROBE.call("weighted", inputs), new float[] {1235, 1235}, 0, 0);
        assertThat(inputs).hasSize(4);
    }

    @Test
    void twoListsKeepApartAndSinglesKeepTheirPlace(Arena arena) {
        NDArray x = arena.full(1, 1);
        NDList inputs =
                new NDList(
                        x,
                        Kernel.listed(arena.full(2, 1)),
                        Kernel.listed(arena.full(30, 1), "g[]"),
                        Kernel.listed(arena.full(4, 1)),
                        Kernel.listed(arena.full(50, 1), "g[]"),
                        arena.full(7, 1));
        NDList sums = PROBE.callForList("two_lists", inputs);
        assertClose(sums.get(0), new float[] {6}, 0, 0);
        assertClose(sums.get(1), new float[] {80}, 0, 0);
        assertClose(sums.get(2), new float[] {8}, 0, 0);
    }

    @Test
    void listMarksMustBeListMarks(Arena arena) {
        NDArray x = arena.zeros(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kernel.listed(x, "g"))
                .withMessageContaining("ends in []");
    }

    @Test
    void resultsJoinTheManagerOfTheFirstInput(Arena weights) {
        try (Arena activations = Arena.cpu("activations")) {
            NDArray x = activations.zeros(2);
            NDArray w = weights.zeros(2);
            weights.seal();
            NDArray y = PROBE.call("add", x, w);
            assertThat(y.getManager()).isSameAs(x.getManager());
            assertThat(activations.openArrays()).isEqualTo(2);
        }
    }

    @Test
    void callsInsideAScopeLeaveNothingAndMarksOutliveIt(Arena arena) {
        NDArray x = arena.zeros(2);
        Kernel fresh = Kernel.text(KernelTest.class, "probe.py");
        for (int i = 0; i < 3; i++) {
            try (Scope scope = Scope.open()) {
                fresh.call("add", x, x); // the first call compiles and makes the method's mark
            }
            assertThat(arena.openArrays()).isEqualTo(1);
        }
    }

    @Test
    void recordsAGraphOnlyWhileGradModeIsOn(Arena arena) {
        NDArray w = Kernel.listed(arena.full(3, 1));
        w.setRequiresGradient(true);
        NDArray x = arena.full(2, 1);
        try (GradMode on = GradMode.on()) {
            NDArray y = PROBE.call("first_weighted", new NDList(x, w));
            assertClose(Autograd.gradients(y, new NDList(w)).head(), new float[] {2}, 0, 0);
        }
        try (GradMode off = GradMode.off()) {
            NDArray y = PROBE.call("first_weighted", new NDList(x, w));
            assertThatThrownBy(() -> Autograd.gradients(y, new NDList(w)))
                    .isInstanceOf(KernelException.class);
        }
    }

    @Test
    void eightThreadsShareOneKernel() throws Exception {
        int threads = 8;
        Kernel fresh = Kernel.text(KernelTest.class, "probe.py"); // they race to compile it, too
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> jobs =
                    IntStream.range(0, threads)
                            .<Callable<Void>>mapToObj(
                                    id ->
                                            () -> {
                                                start.await();
                                                sumMany(fresh, id);
                                                return null;
                                            })
                            .toList();
            for (Future<Void> job : pool.invokeAll(jobs)) {
                job.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static void sumMany(Kernel kernel, int id) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("thread " + id)) {
            NDArray x = arena.full(id, 64, 64);
            for (int i = 0; i < 200; i++) {
                try (Scope scope = Scope.open()) {
                    NDArray y = kernel.call("add", x, x);
                    assertThat(y.toFloatArray()[i]).isEqualTo(2f * id);
                }
            }
            assertThat(arena.openArrays()).isEqualTo(1);
        }
    }
}
