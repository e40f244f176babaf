/**
 * What happens before the first array: libtorch is found, unpacked and started. {@link
 * dev.eqm.core.startup.Startup} does it at the first call of anything that needs libtorch ({@link
 * dev.eqm.core.memory.Arena}, {@link dev.eqm.core.kernel.Kernel}, {@link
 * dev.eqm.core.kernel.GradMode}, {@link dev.eqm.core.device.Backend}); a program calls nothing
 * here.
 *
 * <p><b>No network.</b> DJL contacts a cloud's metadata service at its start unless {@code
 * ai.djl.offline} is true; eqm sets it, unless it is set already. A program that touches DJL before
 * eqm, for example with {@code NDManager.newBaseManager()}, must set it itself: {@code
 * -Dai.djl.offline=true}.
 *
 * <p><b>Unpacking.</b> libtorch lies in a jar and is unpacked once for each user: into {@code
 * ~/.djl.ai/pytorch}, or into the folder that {@code DJL_CACHE_DIR} or {@code ENGINE_CACHE_DIR}
 * names, as variables or as properties. This is reported to {@code
 * System.getLogger("dev.eqm.core.startup")} at level INFO, the one thing that eqm-core logs: with
 * Java's own logging it appears on the error stream, with {@code slf4j-jdk-platform-logging} on the
 * class path in the log of the program. If the folder cannot be written, one {@link
 * java.io.UncheckedIOException} says everything that is needed.
 *
 * <p><b>Grad mode.</b> DJL switches it off in the thread that loads libtorch, and nowhere else. eqm
 * loads it in a separate thread, so every thread of a program starts with recording on, as in
 * PyTorch, no matter which one used libtorch first.
 */
package dev.eqm.core.startup;
