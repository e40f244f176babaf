package dev.eqm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class KernelFrameTest {
    private static final String BODY = "  return torch.mul(x, 2)\n";

    @Test
    void aTextOfOnesOwnNeedsNoResource(Arena arena) {
        Kernel kernel = Kernel.of("mine", "def twice(self, x: Tensor) -> Tensor:\n" + BODY);
        try (NDArray y = kernel.call("twice", arena.full(3, 2))) {
            assertThat(y.toFloatArray()).containsExactly(6, 6);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import torch`def twice(self, x: Tensor) -> Tensor: | a line outside of a method: 'import torch'",
                "class Mine(Module):`  def twice(self, x: Tensor) -> Tensor:`  | outside of a method: 'class Mine(Module):'",
                "torch.mul(x, 2)`def a(self, x: Tensor) -> Tensor: | outside of a method: 'torch.mul(x, 2)'",
                "def twice(x: Tensor) -> Tensor: | first argument of method 'twice' is not self",
            })
    void aTextWithoutTheFrameIsShownIt(String begin, String problem, Arena arena) {
        Kernel kernel = Kernel.of("mine", begin.replace('`', '\n') + "\n" + BODY);
        assertThatThrownBy(() -> kernel.call("twice", arena.full(3, 2)))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("kernel text mine does not compile: it lacks its frame, ")
                .hasMessageContaining(problem)
                .hasMessageContaining("def scaled(self, x: Tensor, w: List[Tensor]) -> Tensor:");
    }

    @Test
    void anIndentedTextIsShownIt(Arena arena) {
        Kernel kernel = Kernel.of("mine", "  def a(self, x: Tensor) -> Tensor:\n  " + BODY);
        assertThatThrownBy(() -> kernel.call("a", arena.full(3, 2)))
                .hasMessageContaining("its methods are indented: 'def a(self, x: Tensor)");
    }

    /** libtorch compiles an empty text and misses the method only when it is called. */
    @Test
    void aTextWithoutTheMethodNamesThoseThereAre(Arena arena) {
        NDArray x = arena.full(3, 2);
        assertThatThrownBy(() -> Kernel.of("mine", "# nothing\n").call("twice", x))
                .hasMessageContaining("it has no method")
                .hasMessageContaining("def scaled(self, ");
        String other = "def other(self, x: Tensor) -> Tensor:\n" + BODY;
        assertThatThrownBy(() -> Kernel.of("mine", other).call("twice", x))
                .hasMessageContaining("it has the methods [other]");
    }

    /** The frame is told to nobody who has it. */
    @Test
    void otherMistakesAreLibtorchsToTell(Arena arena) {
        String wrong = "def twice(self, x: Tensor) -> Tensor:\n  return torch.mull(x, 2)\n";
        assertThatThrownBy(() -> Kernel.of("mine", wrong).call("twice", arena.full(3, 2)))
                .hasMessageContaining("mull")
                .hasMessageContaining("File \"mine\", line 2")
                .hasMessageNotContaining("frame");
    }

    /** The example must be a text that works. */
    @Test
    void theExampleCompiles(Arena arena) {
        String hint = KernelFrame.missing("");
        String example = hint.substring(hint.indexOf("# x [N, D]"));
        KernelCall call = Kernel.of("example", example).call("scaled").with(arena.full(3, 2, 2));
        try (NDArray y = call.list(List.of(arena.full(2, 2), arena.full(1, 2))).one()) {
            assertThat(y.toFloatArray()).containsOnly(7);
        }
    }
}
