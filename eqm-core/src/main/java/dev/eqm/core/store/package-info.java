/**
 * Tensors and JSON on disk, in formats that any Python user can open; JDK only.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.store.Safetensors}: weights and optimiser state. Mapped, not copied;
 *       any type of {@link dev.eqm.core.store.DType}; with string metadata. The default choice.
 *   <li>{@link dev.eqm.core.store.Npz}: what numpy and the FID tools read: sample sets, statistics,
 *       reference values.
 *   <li>PyTorch's checkpoints are read and written by {@code dev.eqm.models.weights.torch}.
 *   <li>{@link dev.eqm.core.store.Json}: states, metrics (one object a line), lists of cases;
 *       {@link dev.eqm.core.store.JsonObject} builds what is written.
 *   <li>{@link dev.eqm.core.store.AtomicFile}: everything else that must never be half-written.
 * </ul>
 *
 * <p>All of them hand over {@link dev.eqm.core.store.TensorData}, plain bytes with type and shape;
 * turning it into an engine's array is up to the caller. Bad bytes give {@link
 * dev.eqm.core.store.TensorFileException}, never anything else; bad arguments {@link
 * java.lang.IllegalArgumentException}.
 *
 * <p>Two ways to hold a tensor: {@link dev.eqm.core.store.TensorData} has its numbers, in memory or
 * in a mapped file; {@link dev.eqm.core.store.TensorSource} fetches them when a writer comes to it,
 * so that a checkpoint of many gigabytes needs memory for one tensor at a time. What a header says
 * without any number is a {@link dev.eqm.core.store.TensorInfo}.
 *
 * <p>The same input gives the same bytes in every format: entries in the map's order, no time of
 * day, no locale. Files can therefore be compared and hashed ({@link dev.eqm.core.store.Sha256}),
 * which is how a resumed run knows its checkpoint and a report its weights.
 *
 * <p>Letters and units: shapes are row-major, sizes in bytes, places in bytes from the file's start
 * unless a format counts otherwise ({@code data_offsets} of safetensors begin behind the header).
 *
 * <p>A new format is one class with {@code read(Path)} and {@code write(Path, ...)}: it writes
 * through {@code AtomicFile}, bounds every allocation by the bytes that are really there, and joins
 * {@code MutationTest} in the tests.
 */
package dev.eqm.core.store;
