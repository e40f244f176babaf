/**
 * What samplers move on. A {@link dev.eqm.core.field.Field} gives ∇E(x) and has no time input;
 * samplers descend it. Some fields {@linkplain dev.eqm.core.field.Field#knowsEnergy know} E as
 * well; samplers and wrappers ask first. A {@link dev.eqm.core.field.VelocityField} v(x, t) is
 * followed from t = 0 to t = 1; every field is one through v = −∇E (Appendix D of the paper).
 *
 * <p>An {@link dev.eqm.core.field.Energy} turns a network's output f(x) into an explicit energy
 * (eq. 7); {@link dev.eqm.core.field.Energies} lists them, {@link
 * dev.eqm.core.field.Differentiated} is the field of one. To add one: a record, and a line in the
 * catalogue.
 *
 * <p>To add a field, implement {@code Field}: a lambda is enough if all rows are treated alike and
 * no energy is known. A field that holds something for each row must say how it is restricted to
 * some rows; a wrapper passes restriction, step and energy on to the field that it wraps.
 *
 * <p>Letters: x state, [N, C, H, W] of N samples; E energy, f a network's answer, v velocity, t
 * time.
 *
 * <p>A field is already conditioned: labels, guidance and composition are wrappers around it, and
 * samplers know nothing of them.
 */
package dev.eqm.core.field;
