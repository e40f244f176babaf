package example;

import dev.eqm.core.data.Picture;
import dev.eqm.run.Pipeline;
import java.nio.file.Path;
import java.util.List;

/** A trained run, opened and sampled. */
public final class ToPng {
    private ToPng() {}

    /** Eight pictures, of the two classes in turn, as PNG files. */
    public static void write(Path run, Path folder) {
        try (Pipeline eqm = Pipeline.open(run)) {
            List<Picture> pictures = eqm.generate("0, 1", 8, 7);
            for (int i = 0; i < pictures.size(); i++) {
                pictures.get(i).write(folder.resolve(i + ".png"));
            }
        }
    }
}
