/**
 * The devices that eqm computes on, and with which precision.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.device.Backend}: devices by name ({@code cpu}, {@code cuda:1}, {@code
 *       auto}), versions of everything that can change a number, threads of the process;
 *   <li>{@link dev.eqm.core.device.Lanes}: parts of a batch side by side, each with its share of
 *       the cores. Worth it on CPUs; a GPU wants whole batches;
 *   <li>{@link dev.eqm.core.device.Precision}: the operand type of matrix products. It is a
 *       constant of the kernels of one network, so networks of both may stand side by side;
 *   <li>{@link dev.eqm.core.device.Tf32}: what CUDA may make of float32 products. It is one switch
 *       of the whole process, so it is thrown once, where a command begins; asking for a device
 *       throws nothing.
 * </ul>
 *
 * <p>A device that is not there, or a switch that cannot be reached, is an error here: nothing
 * falls back to another one. JNA is imported here and in {@code core.ranks} alone; libtorch itself
 * is behind {@link dev.eqm.core.kernel.Libtorch}.
 */
package dev.eqm.core.device;
