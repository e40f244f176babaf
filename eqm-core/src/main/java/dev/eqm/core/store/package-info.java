/**
 * Tensors and notes on disk, in formats that any Python user can open; JDK only.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.store.Safetensors}: weights and optimiser state. Mapped, not copied;
 *       any type of {@link dev.eqm.core.store.DType}; with string metadata. The default choice.
 *   <li>{@link dev.eqm.core.store.Npz}: what numpy and the FID tools read: sample sets, statistics,
 *       reference values.
 *   <li>PyTorch's checkpoints are read and written by {@code dev.eqm.models.weights.torch}.
 *   <li>{@link dev.eqm.core.store.Json}: states, metrics (one object a line), lists of cases.
 *   <li>{@link dev.eqm.core.store.AtomicFile}: everything else that must never be half-written.
 * </ul>
 *
 * <p>All of them hand over {@link dev.eqm.core.store.TensorData}, plain bytes with type and shape;
 * turning it into an engine's array is the caller's affair. Bad bytes give {@link
 * dev.eqm.core.store.TensorFileException}, never anything else; bad arguments {@link
 * java.lang.IllegalArgumentException}.
 *
 * <p>A new format is one class with {@code read(Path)} and {@code write(Path, ...)}: it writes
 * through {@code AtomicFile}, bounds every allocation by the bytes that are really there, and joins
 * {@code MutationTest} in the tests.
 */
package dev.eqm.core.store;
