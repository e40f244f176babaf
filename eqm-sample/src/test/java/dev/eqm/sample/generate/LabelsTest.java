package dev.eqm.sample.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0-9; [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]",
                "3,7; [3, 7]",
                "0-2,5; [0, 1, 2, 5]",
                "7,3,3; [7, 3, 3]",
                "4-4; [4]",
                "' 1 , 2 - 3 '; [1, 2, 3]"
            })
    void writesRangesOut(String spec, String want) {
        assertThat(Labels.parse(spec, Classes.unnamed(10))).hasToString(want);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; labels '', part '': each part must be a number, a range such as 0-9, or",
                "3,; labels '3,', part '': each part must be",
                "a; part 'a': 'a' is not a number, and the names of the classes are not known here",
                "1,-2; labels '1,-2', part '-2': labels start at 0",
                "1-2-3; part '1-2-3': each part must be",
                "1.5; part '1.5': each part must be",
                "99999999999999999999; each part must be a number",
                "5-2; labels '5-2', part '5-2': a range must go upwards, got 5-2",
                "0-9,10; labels '0-9,10', part '10': the model has 10 classes, labels 0 to 9",
                "0-999999999; part '0-999999999': the model has 10 classes"
            })
    void refusesWithTheRule(String spec, String message) {
        assertThatThrownBy(() -> Labels.parse(spec, Classes.unnamed(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allIsEveryLabelOnce() {
        assertThat(Labels.all(3)).containsExactly(0L, 1L, 2L);
    }

    private static final Classes CLOTHES =
            new Classes(4, List.of("T-shirt/top", "Ankle boot", "tench, Tinca tinca", "7"));

    @Test
    void namesMixWithNumbers() {
        assertThat(Labels.parse("ankle BOOT, 0-1,T-shirt/top", CLOTHES))
                .containsExactly(1L, 0L, 1L, 0L);
        assertThat(Labels.parse("\"tench, Tinca tinca\",\"7\",2", CLOTHES))
                .containsExactly(2L, 3L, 2L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "Ankel; labels 'Ankel', part 'Ankel': no class is called 'Ankel'; there are T-shirt/top, Ankle boot, tench, Tinca tinca, 7",
                "Zzz; there are T-shirt/top, Ankle boot, tench, Tinca tinca, 7",
                "\"tench; part '\"tench': a quote is not closed",
                "a\"b\"; quotes must enclose a whole name",
                "9; part '9': the model has 4 classes",
                "7; part '7': there is no label 7, but there is a class called '7' (label 3): write \"7\" in"
            })
    void unknownNamesAreRefused(String spec, String message) {
        assertThatThrownBy(() -> Labels.parse(spec, CLOTHES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** Folders 0, 1, 2, 10, 11 in the order of their names. */
    private static final Classes NUMBERS = new Classes(5, List.of("0", "1", "10", "11", "2"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {"0,1; [0, 1]", "\"2\"; [4]", "2-2; [2]", "0-4; [0, 1, 2, 3, 4]", "3; [3]"})
    void numbersAreLabelsAndQuotedNumbersNames(String spec, String want) {
        assertThat(Labels.parse(spec, NUMBERS)).hasToString(want);
    }

    @Test
    void aNumberThatNamesAnotherClassIsTold(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Labels.parse("0,2", NUMBERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "part '2': label 2 is the class '10', but the class called '2' is "
                                + "label 4: write 2-2 for the former, or \"2\" in double quotes");
        assertThatThrownBy(() -> Labels.parse("10", NUMBERS))
                .hasMessageContaining(
                        "there is no label 10, but there is a class called '10' (label 2)");
        Path file = Files.writeString(folder.resolve("l.txt"), "2\n");
        assertThatThrownBy(() -> Labels.read(file, NUMBERS))
                .hasMessageContaining("l.txt:1: '2': label 2 is the class '10'");
        Files.writeString(file, "\"2\"\n2-2\n");
        assertThat(Labels.read(file, NUMBERS)).containsExactly(4L, 2L);
    }

    @Test
    void classesWithSomethingElseThanCommasBetweenThem() {
        for (String spec : List.of("ankle boot+7", "7 ; T-shirt/top", "Ankle boot & 0")) {
            assertThatThrownBy(() -> Labels.parse(spec, CLOTHES))
                    .as(spec)
                    .hasMessageContaining("; put commas between classes: ");
        }
        assertThatThrownBy(() -> Labels.parse("ankle boot+7", CLOTHES))
                .hasMessageContaining("put commas between classes: ankle boot,7;");
        assertThatThrownBy(() -> Labels.parse("ankle+7", CLOTHES))
                .hasMessageContaining("no class is called 'ankle+7'; there are");
    }

    @Test
    void balancedIsEqualAndSpreadsWhatIsLeft() {
        assertThat(Labels.balanced(3, 6)).containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
        assertThat(Labels.balanced(10, 14).subList(10, 14)).containsExactly(0L, 2L, 5L, 7L);
        for (int count = 1; count < 40; count++) {
            List<Long> labels = Labels.balanced(7, count);
            assertThat(labels).hasSize(count);
            for (long label = 0; label < 7; label++) {
                assertThat(Collections.frequency(labels, label))
                        .isBetween(count / 7, (count + 6) / 7);
            }
        }
    }

    @Test
    void randomLabelsAreAFunctionOfSeedAndIndex() {
        List<Long> more = Labels.random(10, 1000, 5);
        assertThat(Labels.random(10, 300, 5)).isEqualTo(more.subList(0, 300));
        assertThat(Labels.random(10, 1000, 6)).isNotEqualTo(more);
        for (long label = 0; label < 10; label++) {
            assertThat(Collections.frequency(more, label)).isBetween(60, 140);
        }
    }

    @Test
    void aFileHoldsOneLabelALine(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("l.txt"), "1\nT-shirt/top\n tench, Tinca tinca\n");
        assertThat(Labels.read(file, CLOTHES)).containsExactly(1L, 0L, 2L);
        Files.writeString(file, "1\n\n2\n");
        assertThatThrownBy(() -> Labels.read(file, CLOTHES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("l.txt:2: ''");
        Files.writeString(file, "");
        assertThatThrownBy(() -> Labels.read(file, CLOTHES))
                .hasMessageContaining("contains no label");
        assertThatThrownBy(() -> Labels.read(folder.resolve("none"), CLOTHES))
                .hasMessageContaining("none: there is no such file");
    }

    @Test
    void labelsAreWrittenWithTheirNames(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("labels.json");
        Labels.write(file, new long[] {1, 0}, new Classes(2, List.of("a", "b")));
        assertThat(file).hasContent("{\"labels\":[1,0],\"classes\":[\"a\",\"b\"]}");
        Labels.write(file, new long[] {1}, Classes.unnamed(2));
        assertThat(file).hasContent("{\"labels\":[1]}");
    }
}
