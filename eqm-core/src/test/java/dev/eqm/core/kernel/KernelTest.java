package dev.eqm.core.kernel;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
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
        NDList w = new NDList(arena.zeros(4), arena.zeros(5));
        assertThatThrownBy(() -> PROBE.call("weighted").with(x).list(w).one())
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("probe.py:weighted((2, 3), list of 2) failed: ")
                .hasMessageContaining("\"probe.py\", line 11, in weighted");
    }

    @Test
    void textThatDoesNotCompileIsNamedAtTheFirstCall(Arena arena) {
        Kernel broken = Kernel.text(KernelTest.class, "broken.py");
        NDArray x = arena.zeros(1);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> broken.call("anything", x))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining("broken.py does not compile")
                    .hasMessageContaining("undefined_value:\n  File \"broken.py\", line 4\n");
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
    void aListTravelsTogetherInOrder(Arena arena) {
        NDArray x = arena.full(1, 2);
        NDList w = new NDList(arena.full(2, 2), arena.full(3, 2), arena.full(5, 2));
        NDArray y = PROBE.call("weighted").with(x).list(w).one();
        assertClose(y, new float[] {1235, 1235}, 0, 0);
        assertThat(w).hasSize(3).allMatch(array -> array.getName() == null);
    }

    @Test
    void severalListsKeepApartAndSinglesKeepTheirPlace(Arena arena) {
        NDList w = new NDList(arena.full(2, 1), arena.full(4, 1));
        NDList g = new NDList(arena.full(30, 1), arena.full(50, 1));
        NDList sums =
                PROBE.call("two_lists")
                        .with(arena.full(1, 1))
                        .list(w)
                        .list(g)
                        .with(arena.full(7, 1))
                        .all();
        assertClose(sums.get(0), new float[] {6}, 0, 0);
        assertClose(sums.get(1), new float[] {80}, 0, 0);
        assertClose(sums.get(2), new float[] {8}, 0, 0);
    }

    @Test
    void oneArrayMayBeASingleAndInSeveralLists(Arena arena) {
        NDArray x = arena.full(3, 1);
        NDList twice = new NDList(x, x);
        NDList sums = PROBE.call("two_lists").with(x).list(twice).list(twice).with(x).all();
        for (NDArray sum : sums) {
            assertClose(sum, new float[] {6}, 0, 0);
        }
        assertClose(PROBE.call("add", x, x), new float[] {6}, 0, 0);
    }

    @Test
    void aCallMayBeRunAgainOnWhatItsArraysHoldThen(Arena arena) {
        NDArray x = arena.full(1, 1);
        NDArray w = arena.full(2, 1);
        KernelCall call = PROBE.call("weighted").with(x).list(new NDList(w));
        assertClose(call.one(), new float[] {12}, 0, 0);
        PROBE.call("grow").list(new NDList(w)).one();
        assertClose(call.one(), new float[] {13}, 0, 0);
    }

    @Test
    void namedSinglesAndEmptyListsAreRefused(Arena arena) {
        NDArray x = arena.zeros(1);
        NDArray named = arena.zeros(1);
        named.setName("w[]");
        assertThatThrownBy(() -> PROBE.call("add", x, named))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("probe.py:add, argument 2: the array has the name 'w[]'");
        assertThatThrownBy(() -> PROBE.call("weighted").with(x).list(new NDList()))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("probe.py:weighted, argument 2: an empty list");
        NDArray y = PROBE.call("weighted").with(x).list(new NDList(named)).one();
        assertClose(y, new float[] {0}, 0, 0);
    }

    @Test
    void aClosedArrayInAListFailsAsOneAlone(Arena arena) {
        NDArray x = arena.zeros(1);
        NDArray w = arena.zeros(1);
        KernelCall call = PROBE.call("weighted").with(x).list(new NDList(w));
        w.close();
        assertThatThrownBy(call::one).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PROBE.call("add", x, w)).isInstanceOf(KernelException.class);
    }

    @Test
    void listsAreNotOwned(Arena weights) {
        NDList w = new NDList(weights.full(2, 1), weights.full(3, 1));
        weights.seal();
        try (Arena activations = Arena.cpu("activations")) {
            NDArray x = activations.full(1, 1);
            try (Scope scope = Scope.open()) {
                PROBE.call("weighted").with(x).list(w).one();
            }
            assertThat(activations.openArrays()).isEqualTo(1);
        }
        assertThat(weights.openArrays()).isEqualTo(2);
        assertClose(w.get(1), new float[] {3}, 0, 0);
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
        NDArray w = arena.full(3, 1);
        w.setRequiresGradient(true);
        NDArray x = arena.full(2, 1);
        try (GradMode on = GradMode.on()) {
            NDArray y = PROBE.call("first_weighted").with(x).list(new NDList(w)).one();
            assertClose(Autograd.gradients(y, new NDList(w)).head(), new float[] {2}, 0, 0);
        }
        try (GradMode off = GradMode.off()) {
            NDArray y = PROBE.call("first_weighted").with(x).list(new NDList(w)).one();
            assertThatThrownBy(() -> Autograd.gradients(y, new NDList(w)))
                    .isInstanceOf(KernelException.class);
        }
    }

    @Test
    void gradientsFlowThroughListsAndSinglesOfOneArray(Arena arena) {
        NDArray w = arena.full(3, 1);
        NDArray v = arena.full(5, 1);
        w.setRequiresGradient(true);
        v.setRequiresGradient(true);
        NDList leaves = new NDList(w, v);
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray y = PROBE.call("weighted").with(w).list(leaves).one(); // 100w + 10w + v
            NDList gradients = Autograd.gradients(y.sum(), leaves);
            assertClose(gradients.get(0), new float[] {110}, 0, 0);
            assertClose(gradients.get(1), new float[] {1}, 0, 0);
        }
    }

    @Test
    void eightThreadsShareOneKernelAndOneList(Arena arena) throws Exception {
        NDList shared = new NDList(arena.full(2, 64), arena.full(3, 64));
        Kernel fresh = Kernel.text(KernelTest.class, "probe.py"); // they race to compile it, too
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> jobs =
                    IntStream.range(0, threads)
                            .<Callable<Void>>mapToObj(
                                    id ->
                                            () -> {
                                                start.await();
                                                sumMany(fresh, shared, id);
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

    /** Every array of the list is, in turn, alone, in a list and in two lists. */
    private static void sumMany(Kernel kernel, NDList shared, int id) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("thread " + id)) {
            NDArray x = arena.full(id, 64);
            for (int i = 0; i < 200; i++) {
                try (Scope scope = Scope.open()) {
                    NDArray y = kernel.call("add", x, shared.get(i % 2));
                    assertThat(y.toFloatArray()[i % 64]).isEqualTo(id + 2f + i % 2);
                    NDArray z = kernel.call("weighted").with(x).list(shared).one();
                    assertThat(z.toFloatArray()[i % 64]).isEqualTo(100f * id + 23);
                    NDList sums =
                            kernel.call("two_lists")
                                    .with(x)
                                    .list(shared)
                                    .list(shared)
                                    .with(x)
                                    .all();
                    assertThat(sums.get(1).toFloatArray()[i % 64]).isEqualTo(5f);
                }
            }
            assertThat(arena.openArrays()).isEqualTo(1);
        }
    }

    /** As DJL's optimisers do with their moments: made in a step, wanted in the next. */
    @Test
    void anArrayThatAScopeFreedIsNamedWithItsOwner() {
        try (Arena weights = Arena.cpu("weights of mine")) {
            NDArray freed;
            try (Scope scope = Scope.open()) {
                freed = weights.zeros(2, 3);
                assertThat(freed.getShape()).isEqualTo(new Shape(2, 3));
            }
            NDArray open = weights.zeros(2, 3);
            String said =
                    "argument 2: the array (2, 3) of 'weights of mine' has been freed, either by "
                            + "the scope that was open when it was created or together with its owner.";
            assertThatThrownBy(() -> Arithmetic.scale(open, freed))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining(said)
                    .hasMessageContaining("Arena.hold");
            assertThatThrownBy(() -> Autograd.gradients(open, new NDList(open, freed)))
                    .isInstanceOf(KernelException.class)
                    .hasMessageContaining(said);
        }
    }
}
