package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.eqm.core.data.PictureSurvey.PassedOver;
import dev.eqm.core.data.PictureSurvey.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at a folder before it is learned. */
class PictureSurveyTest {
    @TempDir private Path folder;

    private void write(String path, int height, int width, boolean coloured) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        byte[] pixels = new byte[height * width * 3];
        pixels[4] = (byte) (coloured ? 100 : 0);
        Png.write(file, new Picture(pixels, height, width, 3));
    }

    private PictureSurvey look() {
        return PictureSurvey.of(folder, List.of(), PictureSurvey.THOROUGH, share -> {});
    }

    private void fill(String name, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(name + "/" + i + ".png", 10 + i, 12, false);
        }
    }

    @Test
    void classesAreFoldersWithTheirPictures() throws IOException {
        fill("cat", 5);
        fill("dog/deeper", 6);
        PictureSurvey survey = look();
        assertThat(survey.classes()).containsExactly(Map.entry("cat", 5), Map.entry("dog", 6));
        assertThat(survey.pictures()).isEqualTo(11);
        assertThat(survey.channels()).isEqualTo(1);
        assertThat(survey.shortSides()).startsWith(10, 10).endsWith(12, 12);
        assertThat(survey.shortSide(0)).isEqualTo(10);
        assertThat(survey.shortSide(100)).isEqualTo(12);
        write("dog/colour.png", 9, 9, true);
        assertThat(look().channels()).isEqualTo(3);
        assertThat(look().coloured()).isEqualTo(1);
        PictureSurvey without = look().without(Set.of("dog/colour.png"));
        assertThat(without.classes()).containsEntry("dog", 6);
        assertThat(without.channels()).isEqualTo(1);
    }

    @Test
    void foldersOfAPictureEachAreNoClasses() throws IOException {
        fill("a", 1);
        fill("b", 2);
        fill("c", 1);
        assertThat(look().classes()).isEmpty();
        assertThat(look().pictures()).isEqualTo(4);
    }

    @Test
    void manyLoosePicturesMakeOneClass() throws IOException {
        fill(".", 5);
        fill("more", 5);
        assertThat(look().classes()).isEmpty();
        assertThat(look().pictures()).isEqualTo(10);
    }

    @Test
    void whatIsPassedOverIsToldWithItsReason() throws IOException {
        fill("cat", 12);
        write("cover.png", 10, 10, false);
        write(".trash/a.png", 10, 10, false);
        Files.writeString(folder.resolve("cat/bad.png"), "bad");
        Files.writeString(folder.resolve("cat/readme.md"), "read");
        Files.createDirectory(folder.resolve("nothing"));
        PictureSurvey survey = look();
        assertThat(survey.passedOver())
                .extracting(PassedOver::path, PassedOver::reason)
                .containsExactlyInAnyOrder(
                        tuple(".trash", Reason.HIDDEN),
                        tuple("cat/readme.md", Reason.NOT_A_PICTURE),
                        tuple("cat/bad.png", Reason.UNREADABLE),
                        tuple("cover.png", Reason.BESIDE_CLASSES),
                        tuple("nothing", Reason.NO_PICTURES));
        List<String> skip =
                survey.passedOver().stream()
                        .filter(PassedOver::needsSkip)
                        .map(PassedOver::path)
                        .toList();
        PictureFolder images = PictureFolder.classes(folder, 8, 1, skip);
        assertThat(images.size()).isEqualTo(survey.pictures()).isEqualTo(12);
        assertThat(PictureFolder.names(folder, true, skip).classes()).containsExactly("cat");
        assertThatThrownBy(() -> PictureFolder.classes(folder, 8, 1))
                .isInstanceOf(DataException.class);
    }

    @Test
    void aSampleOfALargeSetIsLookedAt() throws IOException {
        fill("cat", 100);
        PictureSurvey survey = PictureSurvey.of(folder, List.of(), 1, share -> {});
        assertThat(survey.pictures()).isEqualTo(100);
        assertThat(survey.seen()).hasSize(64);
        assertThat(survey.shortSide(100)).isEqualTo(12);
    }

    @Test
    void partsOfADividedSetAreNoticed() throws IOException {
        fill("train", 4);
        fill("test", 4);
        assertThat(look().looksDivided()).isTrue();
        fill("cat", 4);
        assertThat(look().looksDivided()).isFalse();
    }

    @Test
    void aLinkBackIsRefused() throws IOException {
        fill("cat", 4);
        Files.createSymbolicLink(folder.resolve("cat/back"), folder);
        assertThatThrownBy(this::look)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a link back to a folder that contains it");
    }
}
