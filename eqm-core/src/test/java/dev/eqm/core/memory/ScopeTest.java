package dev.eqm.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ScopeTest {
    @Test
    void freesWhatWasMadeExceptWhatItKeeps(Arena arena) {
        NDArray x = arena.full(3, 2);
        NDArray square;
        NDList list;
        try (Scope scope = Scope.open()) {
            NDArray temporary = x.neg();
            square = scope.keep(temporary.square());
            list = scope.keep(new NDList(x.abs(), x.exp()));
        }
        assertThat(arena.openArrays()).isEqualTo(4);
        assertThat(square.toFloatArray()).containsExactly(9, 9);
        assertThat(list.head().toFloatArray()).containsExactly(3, 3);
    }

    @Test
    void neverTouchesWhatWasOpenBefore(Arena arena) {
        NDArray x = arena.full(3, 2);
        try (Scope outer = Scope.open()) {
            NDArray y = x.neg();
            try (Scope inner = Scope.open()) {
                y.square();
            }
            assertThat(y.toFloatArray()).containsExactly(-3, -3);
            assertThat(arena.openArrays()).isEqualTo(2);
        }
        assertThat(x.toFloatArray()).containsExactly(3, 3);
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    @Test
    void whatAnInnerScopeKeepsBelongsToTheOuterOne(Arena arena) {
        NDArray x = arena.full(3, 2);
        NDArray kept;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                kept = inner.keep(x.neg());
            }
            assertThat(kept.toFloatArray()).containsExactly(-3, -3);
        }
        assertThat(arena.openArrays()).isEqualTo(1);
        assertThatThrownBy(kept::toFloatArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void adoptedArraysOfAnotherThreadEndWithTheScope(Arena arena) throws InterruptedException {
        NDArray x = arena.full(3, 2);
        NDList made = new NDList();
        Thread other =
                new Thread(
                        () -> {
                            try (Scope scope = Scope.open()) {
                                made.add(scope.keep(x.neg()));
                            }
                        });
        other.start();
        other.join();
        assertThat(arena.openArrays()).isEqualTo(2);
        try (Scope scope = Scope.open()) {
            assertThat(Scope.adopt(made).head().toFloatArray()).containsExactly(-3, -3);
        }
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    @Test
    void outerScopeKeepsWhileAnInnerOneIsOpen(Arena arena) {
        NDArray x = arena.full(3, 2);
        NDArray early;
        NDArray late;
        try (Scope outer = Scope.open()) {
            early = x.neg();
            try (Scope inner = Scope.open()) {
                late = x.square();
                outer.keep(early);
                outer.keep(late);
            }
        }
        assertThat(early.toFloatArray()).containsExactly(-3, -3);
        assertThat(late.toFloatArray()).containsExactly(9, 9);
    }

    @Test
    void replaceFreesTheOldArrayAtOnce(Arena arena) {
        NDArray start = arena.full(1, 2);
        try (Scope scope = Scope.open()) {
            NDArray x = start.neg();
            for (int i = 0; i < 5; i++) {
                x = scope.replace(x, x.neg());
                assertThat(arena.openArrays()).isEqualTo(2);
            }
            assertThat(scope.replace(x, x)).isSameAs(x);
            assertThat(scope.keep(x).toFloatArray()).containsExactly(1, 1);
        }
        assertThat(arena.openArrays()).isEqualTo(2);
    }

    @Test
    void anExceptionInTheMiddleFreesEverything(Arena arena) {
        NDArray x = arena.full(3, 2);
        try (Scope outer = Scope.open()) {
            NDArray y = x.neg();
            assertThatThrownBy(() -> failHalfway(x)).hasMessage("halfway");
            assertThat(arena.openArrays()).isEqualTo(2);
            assertThat(y.toFloatArray()).containsExactly(-3, -3);
        }
        assertThat(arena.openArrays()).isEqualTo(1);
    }

    private static void failHalfway(NDArray x) {
        try (Scope middle = Scope.open();
                Scope inner = Scope.open()) {
            x.square();
            throw new IllegalStateException("halfway");
        }
    }

    @Test
    void belongsToItsThread(Arena arena) throws InterruptedException {
        NDArray[] made = new NDArray[1];
        try (Scope scope = Scope.open()) {
            Thread other = new Thread(() -> made[0] = arena.full(7, 1));
            other.start();
            other.join();
        }
        assertThat(made[0].toFloatArray()).containsExactly(7);
    }
}
