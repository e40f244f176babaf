/**
 * Generation inside a server: a model that many threads ask for pictures.
 *
 * <p>A {@link dev.eqm.sample.session.GenerationSession} is opened once and answers {@link
 * dev.eqm.sample.session.GenerationRequest}s: {@code generate} in the caller's thread, {@code
 * frames} as a {@link java.util.concurrent.Flow.Publisher} of the pictures on the way. A request
 * ends early by its {@link dev.eqm.sample.session.Cancellation}, its timeout, or when its thread is
 * interrupted: before the network is evaluated again, and with all its memory freed.
 *
 * <pre>{@code
 * try (GenerationSession session =
 *         GenerationSession.open(
 *                 file, Precision.FLOAT32, Device.cpu(), new PixelCodec(), SessionSettings.DEFAULT)) {
 *     GenerationRequest request =
 *             session.request(List.of(new Item(3, 42), new Item(1, 42))).withSteps(50);
 *     List<Picture> pictures = session.generate(request, new Cancellation()).pictures();
 * }
 * }</pre>
 *
 * <p>A network with a time input is followed by an integrator instead: {@code
 * request.withIntegrator(new Heun())}.
 *
 * <p>An item's noise is a function of its own seed: its picture does not depend on its batch mates,
 * beyond the rounding of float32, which may differ with the size of a batch; with {@code batchSize}
 * 1 not a bit differs.
 */
package dev.eqm.sample.session;
