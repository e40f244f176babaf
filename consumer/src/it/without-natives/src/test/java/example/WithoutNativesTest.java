package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.TruncatedDecay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exclusion of the pom keeps libtorch for CPUs off the class path, and nothing else. */
class WithoutNativesTest {
    @Test
    void noLibtorchIsOnTheClassPath() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : List.of("native/lib/pytorch.properties", "pytorch/flavor")) {
            Collections.list(loader().getResources(name)).forEach(url -> found.add(url.toString()));
        }
        assertEquals(List.of(), found);
        assertFalse(System.getProperty("java.class.path").contains("pytorch-native"));
    }

    /** DJL's bridge to libtorch stays: it holds the libraries for CUDA too. */
    @Test
    void theRestIsThere() throws IOException {
        assertTrue(System.getProperty("java.class.path").contains("pytorch-jni"));
        assertEquals(4, new EqmLoss(new TruncatedDecay(0.8, 4)).schedule().at(0));
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
