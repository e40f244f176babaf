/**
 * The one door to libtorch: kernels, autograd, grad mode. Nothing outside this package imports
 * {@code ai.djl.pytorch}.
 *
 * <p>A <b>kernel</b> is a method of a TorchScript text kept as a resource ({@code *.py}). libtorch
 * compiles the text when it loads an archive, and {@link dev.eqm.core.kernel.TorchScriptArchive}
 * writes that archive; no Python is involved. {@link dev.eqm.core.kernel.Kernel} calls a method,
 * {@link dev.eqm.core.kernel.Autograd} differentiates what kernels computed, {@link
 * dev.eqm.core.kernel.GradMode} says whether a graph is recorded, {@link
 * dev.eqm.core.kernel.Arithmetic} holds the few array operations that need a scalar, {@link
 * dev.eqm.core.device.Lanes} runs parts of a batch side by side.
 *
 * <p>To add a kernel: write the text with a header that states shapes and dtypes, load it with
 * {@link dev.eqm.core.kernel.Kernel#text}, hide it behind a typed method, and test it against a
 * plain twin.
 *
 * <p>Why not plain NDArray operations: the overloads that take a Java {@code Number} build their
 * scalar over a Java buffer and free it on return, while autograd still needs it; gradients are
 * then silently wrong.
 */
package dev.eqm.core.kernel;
