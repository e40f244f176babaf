/**
 * The only way to libtorch, and the safe way to compute what a gradient flows through: <b>never
 * with a Java number</b>. DJL's overloads that take one ({@code x.mul(0.1f)}, {@code x.pow(2)}),
 * and what is made of them ({@code Activation.swish}, DJL's losses), build a scalar over a Java
 * buffer and free it on return, while autograd still needs it. Gradients are then silently wrong,
 * now and then, after a garbage collection. Write {@link dev.eqm.core.kernel.Arithmetic} and {@link
 * dev.eqm.core.kernel.Functions} instead, or a kernel; {@link dev.eqm.core.kernel.GradientCheck}
 * tells whether a network or a loss is right.
 *
 * <p><b>Why kernels.</b> They hold no such numbers, and one call instead of many is several times
 * faster. Scalars are 0-d arrays that libtorch allocated ({@link
 * dev.eqm.core.memory.Arena#scalar}). A test of the build refuses the overloads everywhere, and
 * nothing outside this package imports {@code ai.djl.pytorch}.
 *
 * <p>A <b>kernel</b> is a method of a TorchScript text kept as a resource, {@code *.py}. libtorch
 * compiles the text when it loads an archive, and {@link dev.eqm.core.kernel.TorchScriptArchive}
 * writes that archive; no Python is involved. {@link dev.eqm.core.kernel.Kernel} calls a method,
 * {@link dev.eqm.core.kernel.KernelCall} one that takes lists, {@link dev.eqm.core.kernel.Autograd}
 * differentiates what kernels computed, {@link dev.eqm.core.kernel.GradMode} says whether a graph
 * is recorded, {@link dev.eqm.core.kernel.TorchScriptFile} runs a file of someone else's, {@link
 * dev.eqm.core.kernel.Libtorch} is libtorch itself.
 *
 * <p><b>To add one</b>, write a text beside the class that uses it:
 *
 * <pre>{@code
 * # What it is about, its types, whether it can be differentiated, once or twice.
 * # Letters: N batch, D width. Constants: EPSILON.
 *
 * # x [N, D], w = scale [D], shift [D] -> the same shape, each row normalised
 * def normalised(self, x: Tensor, w: List[Tensor]) -> Tensor:
 *   n, d, = torch.size(x)
 *   return torch.layer_norm(x, [d], w[0], w[1], ${EPSILON})
 * }</pre>
 *
 * <p>Then a facade with types, and a test against a plain twin:
 *
 * <pre>{@code
 * private static final Kernel KERNEL = Kernel.text(Norm.class, "norm.py").with("EPSILON", 1e-6);
 *
 * NDArray of(NDArray x) {
 *     return KERNEL.call("normalised").with(x).list(weights).one();
 * }
 * }</pre>
 *
 * <p>The loader puts the methods into the class that libtorch wants, {@code class Kernels(Module)}
 * with no parameters, and messages of libtorch count the lines of the text. Methods may call each
 * other, {@code self.other(x)}.
 *
 * <p><b>What differs from Python.</b> Signatures are annotated in full, {@code self} excepted. From
 * Java come {@code Tensor} and {@code List[Tensor]} alone, never an empty list: a number is a 0-d
 * array, or a constant {@code ${NAME}}; methods that texts call themselves may take {@code int} and
 * others too. A result is a tensor or a list of them. Unpacking ends in a comma. Sizes are lists.
 * Types are numbers: 3 int32, 4 int64, 6 float32, 7 float64, 15 bfloat16, which Java must never
 * see. Operations are functions, {@code torch.mul(x, y)}, with the argument order of their schema.
 *
 * <p><b>Results</b> belong to the current {@link dev.eqm.core.memory.Scope} and to the manager of
 * the first argument, so that one is an activation. What is done in place is done to lists that
 * came as arguments: the compiler takes a list built in the text for fresh memory, and drops an
 * in-place operation on it if nobody reads the result.
 *
 * <p><b>Letters</b> of the texts: N batch, C channels, H and W height and width, T tokens or
 * places, D width, K heads or classes; {@code w} weights, {@code g} gradients.
 */
package dev.eqm.core.kernel;
