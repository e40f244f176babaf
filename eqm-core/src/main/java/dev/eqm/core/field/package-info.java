/**
 * What samplers walk on. A {@link dev.eqm.core.field.Field} gives ∇E(x) without time: descend it.
 * Some fields {@linkplain dev.eqm.core.field.Field#knowsEnergy know} E as well; samplers and
 * wrappers ask before they use it. A {@link dev.eqm.core.field.VelocityField} v(x, t) is followed
 * from t = 0 to t = 1; every field is one through v = −∇E (Appendix D of the paper).
 *
 * <p>An {@link dev.eqm.core.field.Energy} makes a network's answer f(x) an explicit energy (eq. 7);
 * {@link dev.eqm.core.field.Energies} lists them, {@link dev.eqm.core.field.Differentiated} is the
 * field of one. To add one: a record, and a line in the catalogue.
 *
 * <p>To add a field, implement {@code Field}: a lambda will do where all rows are alike and no
 * energy is known. One with something of its own for every row says how it is restricted to some; a
 * wrapper passes restriction, step and energy on.
 *
 * <p>Letters: x state, [N, C, H, W] of N samples; E energy, f a network's answer, v velocity, t
 * time.
 *
 * <p>A field is already conditioned: labels, guidance and composition are wrappers around it,
 * samplers know none of them.
 */
package dev.eqm.core.field;
