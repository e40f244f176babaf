package dev.eqm.sample.output;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.PixelCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class BatchFramesTest {
    /** Pictures of one pixel: -1 is 0, 0 is 128, 1 is 255. */
    private static NDArray states(Arena arena, float... values) {
        return arena.of(values, values.length, 1, 1, 1);
    }

    @Test
    void whoHasLeftIsShownAsItEnded() {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("states");
                Scope scope = Scope.open()) {
            BatchFrames frames =
                    new BatchFrames(
                            Decoder.of(new PixelCodec(), new Shape(1, 1, 1)),
                            new FrameSteps(List.of(0, 2, 4)),
                            2);
            frames.begin(states(arena, -1, -1, -1));
            frames.take(1, states(arena, 0, 0, 0), new int[] {0, 1, 2}); // no frame
            frames.take(2, states(arena, 0, 0), new int[] {0, 2}); // sample 1 has left
            frames.take(3, states(arena, 0, 0), new int[] {0, 2});
            frames.take(4, states(arena, 1), new int[] {2}); // nobody who is shown
            List<byte[][]> rows = frames.ended(states(arena, 1, -1, 1));
            assertThat(rows).hasSize(2);
            assertThat(rows.get(0)).isDeepEqualTo(new byte[][] {{0}, {(byte) 128}, {(byte) 255}});
            assertThat(rows.get(1)).isDeepEqualTo(new byte[][] {{0}, {0}, {0}});
        }
    }
}
