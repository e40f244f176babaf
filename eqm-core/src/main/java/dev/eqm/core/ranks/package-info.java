/**
 * Several processes that train one network together.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.ranks.Ranks}: who they are, sums of gradients in the order of the
 *       ranks, bytes from all to all, work for which the others wait;
 *   <li>{@link dev.eqm.core.ranks.Alone}: one process; {@link dev.eqm.core.ranks.Mpi}: processes
 *       that {@code mpirun} or {@code srun} started, on CPUs; {@link dev.eqm.core.ranks.Nccl}: the
 *       same with a GPU each, whose gradients NCCL sums;
 *   <li>{@link dev.eqm.core.ranks.OrderedSum}: how a sum is made of two exchanges;
 *   <li>{@link dev.eqm.core.ranks.Launcher}: what the environment says of the launcher.
 * </ul>
 *
 * <p>To bring another transport, extend {@link dev.eqm.core.ranks.Group} (bytes from all to all)
 * and implement {@link dev.eqm.core.ranks.Exchange} (arrays); everything else follows.
 *
 * <p>MPI and NCCL are C libraries of the user's machine, called through JNA, which only this
 * package and {@code core.device} import.
 */
package dev.eqm.core.ranks;
