package dev.eqm.core.path;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;

/**
 * Images on their way from noise to data: x_γ = γx + (1−γ)ε, Section 3.1. γ = 0 is noise, γ = 1 is
 * data.
 *
 * <p>γ is held twice: on the device, for x_γ and for networks that see time, and in Java, where
 * schedules compute c(γ). So nothing that needs γ has to wait for the device.
 *
 * @param x clean images, [N, C, H, W]
 * @param eps standard normal noise, same shape
 * @param gamma one γ a sample, [N], each in [0, 1]
 * @param hostGamma the same N numbers in Java memory; nobody changes them
 * @param xGamma the corrupted images, same shape as {@code x}
 */
public record Corruption(NDArray x, NDArray eps, NDArray gamma, float[] hostGamma, NDArray xGamma) {
    private static final Kernel KERNEL = Kernel.text(Corruption.class, "corruption.py");

    /**
     * Corrupts a batch.
     *
     * @param gamma N numbers, kept as they are
     * @return γ and x_γ join the manager of {@code x} and the current scope
     */
    public static Corruption of(NDArray x, NDArray eps, float[] gamma) {
        requireFit(x, eps, new Shape(gamma.length));
        try (Arena host = Arena.open(x.getDevice(), "gamma")) {
            NDArray copy = host.of(gamma, gamma.length);
            copy.attach(x.getManager());
            return new Corruption(x, eps, copy, gamma, corrupted(x, eps, copy));
        }
    }

    /**
     * The same for a γ that is on the device already: it is read back, which waits until the device
     * has computed it.
     *
     * @param gamma [N]
     */
    public static Corruption of(NDArray x, NDArray eps, NDArray gamma) {
        requireFit(x, eps, gamma.getShape());
        return new Corruption(x, eps, gamma, gamma.toFloatArray(), corrupted(x, eps, gamma));
    }

    private static NDArray corrupted(NDArray x, NDArray eps, NDArray gamma) {
        return KERNEL.call("corrupt", x, eps, gamma);
    }

    private static void requireFit(NDArray x, NDArray eps, Shape gamma) {
        require(
                x.getShape().equals(eps.getShape())
                        && gamma.dimension() == 1
                        && gamma.get(0) == x.getShape().get(0),
                "x and eps must have one shape and gamma be [N], got x %s, eps %s, gamma %s",
                x.getShape(),
                eps.getShape(),
                gamma);
    }
}
