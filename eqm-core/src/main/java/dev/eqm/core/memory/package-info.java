/**
 * Who owns which array, and for how long. Arrays are libtorch's memory, which no garbage collector
 * frees: every one belongs to an arena, to a scope, or to both.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.memory.Arena}, for what lives long (weights, moments, constants) and
 *       for arrays made from Java numbers. One owner opens it, {@linkplain
 *       dev.eqm.core.memory.Arena#seal seals} it once it is filled, and closes it;
 *   <li>{@link dev.eqm.core.memory.Scope}, for what a block of code computes: one a training or
 *       sampling step, and one wherever Java composes several operations. What is kept belongs to
 *       the scope around it.
 * </ul>
 *
 * <p>A scope frees whatever this thread made while it was open, whoever else holds it. DJL's own
 * optimisers make their moments at the first update, so let that happen outside of any scope, or
 * the second update finds them freed. With {@code -Dai.djl.track_resource=true} DJL says where an
 * array was freed that is used later.
 *
 * <p>Three rules. A result joins the manager of the first operand, so the activation stands first
 * and the parameter second: {@code x.mul(w)}; the other way round a sealed arena throws. A method
 * never closes its arguments. An array may be closed while a graph still needs it, if libtorch
 * allocated it, as it does for everything made here but {@link dev.eqm.core.memory.Arena#over}.
 */
package dev.eqm.core.memory;
