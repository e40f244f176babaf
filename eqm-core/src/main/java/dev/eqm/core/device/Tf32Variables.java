package dev.eqm.core.device;

import java.util.Map;

/**
 * TF32 by the documented environment variables, for a libtorch whose switch is not where eqm
 * expects it. CUDA reads them when it starts, so they cannot be set here, only asked for.
 *
 * @param environment of this process
 */
record Tf32Variables(Map<String, String> environment) {
    /** PyTorch's: 1 allows TF32 in products. Convolutions may use it anyway. */
    static final String PRODUCTS = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

    /** NVIDIA's: 0 forbids TF32 in cuBLAS and cuDNN, whatever a program says. */
    static final String ALL = "NVIDIA_TF32_OVERRIDE";

    /** What they do, for people. */
    static final String DESCRIPTION =
            ALL + "=0 forbids it, " + PRODUCTS + "=1 allows it in products";

    /**
     * Checks that they say what is wanted.
     *
     * @param libtorch its version, for the message
     * @throws IllegalStateException saying what to set
     */
    void require(boolean allowed, String libtorch) {
        boolean forbidden = "0".equals(environment.get(ALL));
        boolean products = "1".equals(environment.get(PRODUCTS));
        if (allowed ? products && !forbidden : forbidden) {
            return;
        }
        String remedy =
                allowed
                        ? "set the environment variable %s=1 and unset %s, or set tf32 to false"
                                .formatted(PRODUCTS, ALL)
                        : "set the environment variable %s=0".formatted(ALL);
        throw new IllegalStateException(
                "libtorch %s has no switch for tf32 where eqm expects it: %s, or use libtorch %s"
                        .formatted(libtorch, remedy, Backend.TESTED_LIBTORCH));
    }
}
