package dev.eqm.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.eqm.core.path.Corruption;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.BiFunction;

/** Classes that do what the rules of {@link ArchitectureTest} forbid; read as bytes, never run. */
@SuppressWarnings("unused")
final class Culprits {
    private Culprits() {}

    static final class Reads {
        static float wrong(NDArray x) {
            return Corruption.of(x, x, x).xGamma().getFloat() + x.toFloatArray()[0];
        }
    }

    static final class Numbers {
        static NDArray wrong(NDArray x) {
            return x.mul(0.1f);
        }
    }

    static final class ByReference {
        static BiFunction<NDArray, Number, NDArray> wrong() {
            return NDArray::addi;
        }
    }

    static final class Comparison {
        static NDArray wrong(NDArray x) {
            return x.clip(0, 1).gt(0);
        }
    }

    static final class Statics {
        static NDArray wrong(NDArray x) {
            return NDArrays.maximum(0, x);
        }
    }

    static final class Buffers {
        static NDArray wrong(NDManager manager) {
            return manager.create(new float[] {1});
        }
    }

    static final class Managers {
        static NDManager wrong() {
            return Engine.getEngine("PyTorch").newBaseManager();
        }
    }

    static final class DetachedArray {
        static void wrong(NDArray x) {
            x.detach();
        }
    }

    static final class DetachedList {
        static void wrong(NDList list) {
            list.detach();
        }
    }

    static final class Named {
        static void wrong(NDArray x) {
            x.setName("w[]");
        }
    }

    static final class ReadName {
        static boolean wrong(NDArray x) {
            return x.getName().endsWith("[]");
        }
    }

    static final class Grad {
        static NDArray wrong(NDArray x) {
            return x.getGradient();
        }
    }

    static final class Reflection {
        static String wrong(Method method) {
            return method.getName();
        }
    }

    static final class StaticState {
        static int wrong = 1;
    }

    record OptionalField(Optional<String> wrong) {}
}
