package example;

import dev.eqm.core.data.Picture;
import dev.eqm.run.Pipeline;
import java.nio.file.Path;
import java.util.List;

/** Pictures from a checkpoint of {@link DjlRun}: it holds the weights, the program has the code. */
public final class DjlPictures {
    private DjlPictures() {}

    /** Of a checkpoint folder, such as {@code checkpoints/00000060}. */
    public static List<Picture> of(Path checkpoint, int count) {
        try (Pipeline eqm = Pipeline.from(checkpoint).network(DjlRun.NETWORK).open()) {
            return eqm.generate("0", count, 7);
        }
    }
}
