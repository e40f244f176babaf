package dev.eqm.core.path;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Form;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.Traffic;
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

    public Corruption {
        requireGiven("x", x, "eps", eps, "gamma", gamma, "hostGamma", hostGamma, "xGamma", xGamma);
        requireFit(x, eps, gamma.getShape());
        Form.requireLike("xGamma", xGamma, x, "x");
        require(
                hostGamma.length == gamma.getShape().get(0),
                "hostGamma must contain the %s numbers of gamma, got %s",
                gamma.getShape().get(0),
                hostGamma.length);
        requireOnPath(hostGamma);
    }

    /**
     * Corrupts a batch.
     *
     * @param gamma N numbers in [0, 1], kept as they are
     * @return γ and x_γ, of the type of {@code x}; they join its manager and the current scope
     */
    public static Corruption of(NDArray x, NDArray eps, float[] gamma) {
        requireGiven("x", x, "eps", eps, "gamma", gamma);
        requireFit(x, eps, new Shape(gamma.length));
        requireOnPath(gamma);
        try (Arena host = Arena.open(x.getDevice(), "gamma")) {
            NDArray copy = host.of(gamma, gamma.length).toType(x.getDataType(), false);
            copy.attach(x.getManager());
            return new Corruption(x, eps, copy, gamma, corrupted(x, eps, copy));
        }
    }

    /**
     * The same for a γ that is on the device already: it is read back, which waits until the device
     * has computed it.
     *
     * @param gamma [N], float32 whatever the type of {@code x}: schedules see the same numbers
     */
    public static Corruption of(NDArray x, NDArray eps, NDArray gamma) {
        requireGiven("x", x, "eps", eps, "gamma", gamma);
        requireFit(x, eps, gamma.getShape());
        require(
                gamma.getDataType() == DataType.FLOAT32,
                "gamma must be float32, got %s",
                Form.type(gamma));
        float[] host = Traffic.floats(gamma);
        requireOnPath(host);
        NDArray own = gamma.toType(x.getDataType(), false);
        return new Corruption(x, eps, own, host, corrupted(x, eps, own));
    }

    private static NDArray corrupted(NDArray x, NDArray eps, NDArray gamma) {
        return KERNEL.call("corrupt", x, eps, gamma);
    }

    private static void requireOnPath(float[] gamma) {
        for (int i = 0; i < gamma.length; i++) {
            require(
                    gamma[i] >= 0 && gamma[i] <= 1,
                    "gamma must lie in [0, 1] (0 is noise, 1 is data), got %s for sample %s",
                    gamma[i],
                    i);
        }
    }

    private static void requireFit(NDArray x, NDArray eps, Shape gamma) {
        Form.requireRows("x", x);
        require(
                x.getShape().equals(eps.getShape())
                        && gamma.dimension() == 1
                        && gamma.get(0) == x.getShape().get(0),
                "x and eps must have the same shape and gamma must be [N], got x %s, eps %s, gamma %s",
                x.getShape(),
                eps.getShape(),
                gamma);
        Form.requireLike("eps", eps, x, "x");
    }
}
