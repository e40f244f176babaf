package dev.eqm.core.data.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageNetClassesTest {
    private static final Path PLACE = Path.of("train");

    private static ImageSource of(List<String> names, int... labels) {
        return ImageSource.of(new float[labels.length][3], labels, new ImageShape(3, 1, 1), names);
    }

    private static ImageSource named(List<String> names, int... labels) {
        return ImageNetClasses.named(PLACE, of(names, labels));
    }

    @Test
    void theOrderIsThatOfTheWordNetNumbers() {
        List<String> synsets = ImageNetClasses.synsets();
        List<String> names = ImageNetClasses.names();
        assertThat(synsets).hasSize(1000).isSorted().doesNotHaveDuplicates();
        assertThat(names).hasSize(1000).doesNotHaveDuplicates();
        assertThat(synsets).allMatch(s -> s.matches("n\\d{8}"));
        assertThat(names).allMatch(n -> n.equals(n.strip()) && !n.isEmpty());
        assertThat(names.get(0)).isEqualTo("tench");
        assertThat(names.get(134)).isEqualTo("crane (n02012849)");
        assertThat(names.get(388)).isEqualTo("giant panda");
        assertThat(names.get(517)).isEqualTo("crane (n03126707)");
        assertThat(names.get(980)).isEqualTo("volcano");
        assertThat(names.get(999)).isEqualTo("toilet tissue");
    }

    @Test
    void foldersAndNumbersGetTheNames() {
        ImageSource folders = named(ImageNetClasses.synsets(), 3, 999);
        assertThat(folders.classNames()).isEqualTo(ImageNetClasses.names());
        assertThat(folders.label(1)).isEqualTo(999);
        List<String> some = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        assertThat(named(some, 11).classes()).isEqualTo(1000);
    }

    @Test
    void otherClassesAreTold() {
        List<String> names = new ArrayList<>(ImageNetClasses.synsets());
        names.remove(5);
        refused(names, "999 of ImageNet's 1000", "n01496331");
        names.add("n00000001");
        refused(names, "class 'n00000001' is none of ImageNet's");
        names.set(999, "extra");
        refused(names, "class 'extra' is none of ImageNet's");
        refused(List.of("cat", "dog"), "[cat, dog]");
        List<String> many = IntStream.range(0, 1001).mapToObj(Integer::toString).toList();
        refused(many, "label 1000", "0 to 999");
    }

    private static void refused(List<String> names, String... told) {
        assertThatThrownBy(() -> named(names, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train")
                .hasMessageContainingAll(told);
    }
}
