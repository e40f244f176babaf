package dev.eqm.sample.output;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One PNG a sample, named by its index: {@code 000000.png}, {@code 000001.png}, ... Each is durable
 * once it is there, so a run that goes on has nothing to take back.
 */
public final class PngFolder implements PictureSink {
    private final Path folder;

    /**
     * Creates the folder if needed. Pictures of an equal or smaller run are replaced; left over
     * from a larger one they would be counted among the new ones, and are refused.
     *
     * @param count how many will come
     */
    public PngFolder(Path folder, int count) {
        this.folder = OutputFiles.createFolder(folder);
        if (Files.exists(file(count))) {
            throw new OutputException(
                    file(count),
                    "is left over from a run of more than %d samples; empty the folder or choose another one"
                            .formatted(count));
        }
    }

    @Override
    public void accept(PictureBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            Path file = file(batch.first() + row);
            try {
                Png.write(file, batch.picture(row));
            } catch (DataException e) {
                throw OutputException.because(file, e);
            }
        }
    }

    private Path file(int index) {
        return folder.resolve(String.format(Locale.ROOT, "%06d.png", index));
    }
}
