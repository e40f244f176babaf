package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    @TempDir Path folder;

    @Test
    void theEmbeddedSetIsTheTestSet() {
        ByteImages set = FashionMnist.embedded();
        assertThat(set.describe())
                .isEqualTo("Fashion-MNIST (test, embedded): 10000 images of 1x28x28 in 10 classes");
        int[] perClass = new int[10];
        IntStream.range(0, set.size()).forEach(i -> perClass[set.label(i)]++);
        assertThat(perClass).containsOnly(1000);
        assertThat(set.classNames().get(set.label(0))).isEqualTo("Ankle boot");

        float[] image = new float[784];
        double sum = 0;
        for (int i = 0; i < set.size(); i++) {
            set.read(i, image, 0);
            for (float x : image) {
                sum += x;
            }
        }
        assertThat((sum / 7_840_000 + 1) / 2).isBetween(0.2868, 0.2869); // 73.1467/255, by numpy
    }

    @Test
    void readsAFolderGzippedOrPlain() throws IOException {
        write("train-images-idx3-ubyte", IdxFileTest.idx(new byte[4], 0x0803, 1, 2, 2));
        write(
                "train-labels-idx1-ubyte.gz",
                IdxFileTest.gzip(IdxFileTest.idx(new byte[] {9}, 0x0801, 1)));
        ByteImages set = FashionMnist.folder(folder, true);
        assertThat(set.describe())
                .isEqualTo("Fashion-MNIST (train): 1 images of 1x2x2 in 10 classes");
        assertThat(set.label(0)).isEqualTo(9);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        assertRefused("t10k-images-idx3-ubyte");
        write("t10k-images-idx3-ubyte", IdxFileTest.idx(new byte[4], 0x0803, 1, 2, 2));
        assertRefused("t10k-labels-idx1-ubyte");
    }

    @Test
    void withoutTheirJarTheMessageNamesWhatToAdd() throws Exception {
        try (URLClassLoader others = new URLClassLoader(classPathWithoutImages(), null)) {
            Method embedded = others.loadClass(FashionMnist.class.getName()).getMethod("embedded");
            assertThatExceptionOfType(InvocationTargetException.class)
                    .isThrownBy(() -> embedded.invoke(null))
                    .havingCause()
                    .withMessageContaining("add the dependency dev.eqm:eqm-data")
                    .withMessageContaining("FashionMnist.folder");
        }
    }

    private static URL[] classPathWithoutImages() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            URL url = Path.of(entry).toUri().toURL();
            try (URLClassLoader one = new URLClassLoader(new URL[] {url}, null)) {
                if (one.findResource("dev/eqm/data/fashion-mnist/NOTICE") == null) {
                    urls.add(url);
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    private void assertRefused(String name) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FashionMnist.folder(folder, false))
                .withMessageStartingWith(folder.resolve(name) + ": is missing")
                .withMessageContaining(name + ".gz")
                .withMessageContaining("embedded");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }
}
