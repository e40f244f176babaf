package dev.eqm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GradModeTest {
    @Test
    void nestsAndRestores() {
        boolean before = GradMode.isOn();
        try (GradMode off = GradMode.off()) {
            assertThat(GradMode.isOn()).isFalse();
            try (GradMode on = GradMode.on()) {
                assertThat(GradMode.isOn()).isTrue();
                try (GradMode again = GradMode.on()) {
                    assertThat(GradMode.isOn()).isTrue();
                }
                assertThat(GradMode.isOn()).isTrue();
            }
            assertThat(GradMode.isOn()).isFalse();
        }
        assertThat(GradMode.isOn()).isEqualTo(before);
    }

    @Test
    void belongsToTheThreadAndIsOnInANewOne() throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        try (GradMode off = GradMode.off()) {
            Thread other = new Thread(() -> seen.complete(GradMode.isOn()));
            other.start();
            assertThat(seen.get()).isTrue();
            other.join();
            assertThat(GradMode.isOn()).isFalse();
        }
    }

    @Test
    void isRestoredAfterAnException() {
        try (GradMode on = GradMode.on()) {
            try (GradMode off = GradMode.off()) {
                throw new IllegalStateException("in the middle");
            } catch (IllegalStateException expected) {
                assertThat(GradMode.isOn()).isTrue();
            }
        }
    }
}
