/**
 * PyTorch's checkpoints, {@code .pt}, read and written without Python; JDK only.
 *
 * <p>{@link dev.eqm.models.weights.torch.TorchFile} is the door. A checkpoint is a ZIP: {@code
 * top/data.pkl}, a pickle that describes the values, and {@code top/data/KEY}, raw little-endian
 * storages into which its tensors point ({@link dev.eqm.models.weights.torch.TorchTensor}). Before
 * PyTorch 1.6 it was a chain of pickles with the storages behind them ({@code LegacyRecords}),
 * which is read as well.
 *
 * <p>A pickle is a program. Python would import whatever it names and call it; here nothing is
 * imported, called or instantiated: {@code Opcode} and {@code Global} list all that is understood,
 * and anything else is refused by name and byte. Sizes, depths and counts are bounded before memory
 * is taken. Bad bytes give {@link dev.eqm.core.store.TensorFileException}, never anything else.
 *
 * <p>To understand one more global: a line in {@code Global} and its meaning in {@code Calls}.
 */
package dev.eqm.models.weights.torch;
