package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run in folders 0, 1, 2, 10 and 11, whose pictures change before it goes on. */
@ExtendWith(LeakCheck.class)
class ChangedDataTest {
    @TempDir private Path folder;

    /** Remembers what it heard. */
    private static final class Heard implements RunListener {
        private final List<String> all = new ArrayList<>();

        @Override
        public void found(String what) {
            all.add(what);
        }

        @Override
        public void warned(String what) {
            all.add("warning: " + what);
        }
    }

    @BeforeEach
    void train() throws IOException {
        for (String name : List.of("0", "1", "2", "10", "11")) {
            Path classFolder = Files.createDirectories(pictures().resolve(name));
            write(classFolder.resolve("a.png"), 20 * Integer.parseInt(name));
        }
        Training.fresh(config(2)).run(RunListener.SILENT);
    }

    private Path pictures() {
        return folder.resolve("pictures");
    }

    private static void write(Path file, int level) {
        byte[] pixels = new byte[28 * 28];
        Arrays.fill(pixels, (byte) level);
        Png.write(file, new Picture(pixels, 28, 28, 1));
    }

    private RunConfig config(int steps) {
        String source = "{kind: image-folder, folder: '%s', size: 28, channels: 1}";
        return TinyConfig.in(
                folder.resolve("runs"),
                "data.source=" + source.formatted(pictures()),
                "model.classes=5",
                "preview.every=0",
                "train.steps=" + steps);
    }

    private RunFolder run() {
        return RunFolder.of(config(2));
    }

    private void assertRefused(String... words) throws IOException {
        String classes = Files.readString(run().classes());
        assertThatThrownBy(() -> Training.resumed(config(3)).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("have changed since the run started")
                .hasMessageContainingAll(words);
        assertThat(run().classes()).hasContent(classes);
    }

    @Test
    void theSamePicturesGoOn() {
        Heard heard = new Heard();
        assertThat(Training.resumed(config(3)).run(heard).result().step()).isEqualTo(3);
        assertThat(heard.all).noneMatch(line -> line.contains("data.json"));
    }

    @Test
    void aRenamedClassIsRefused() throws IOException {
        Files.move(pictures().resolve("0"), pictures().resolve("zero"));
        assertRefused("were 0, 1, 10, 11, 2 and are now 1, 10, 11, 2, zero");
    }

    @Test
    void onePictureMoreIsRefused() throws IOException {
        write(pictures().resolve("1/b.png"), 3);
        assertRefused("there were 5 images and there are now 6");
    }

    @Test
    void anotherPictureUnderTheSameNameIsRefused() throws IOException {
        write(pictures().resolve("1/a.png"), 3);
        assertRefused("some images or labels differ");
    }

    @Test
    void anOldRunGoesOnWithANoteUnlessItsClassesChanged() throws IOException {
        Files.delete(run().data());
        Heard heard = new Heard();
        Training.resumed(config(3)).run(heard);
        assertThat(heard.all)
                .filteredOn(line -> line.contains("data.json is missing, as in runs by older"))
                .singleElement()
                .asString()
                .contains("the classes are the same");
        assertThat(run().data()).exists();

        Files.delete(run().data());
        Files.move(pictures().resolve("0"), pictures().resolve("zero"));
        assertThatThrownBy(() -> Training.resumed(config(4)).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("and are now 1, 10, 11, 2, zero");
    }

    @Test
    void whatLooksAtTheRunsPicturesLaterIsWarned() throws IOException {
        Files.move(pictures().resolve("0"), pictures().resolve("zero"));
        Heard heard = new Heard();
        ImageSource now = config(2).data().source().open();
        run().warnOfOtherData(now, heard);
        assertThat(heard.all)
                .singleElement()
                .asString()
                .startsWith("warning: ")
                .contains("was trained on", "and are now 1, 10, 11, 2, zero");
    }

    @Test
    void aRecordThatIsNoneIsNamed() throws IOException {
        Files.writeString(run().data(), "{}");
        assertThatThrownBy(() -> Training.resumed(config(3)).run(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("data.json: is not a record of images; remove it");
    }
}
