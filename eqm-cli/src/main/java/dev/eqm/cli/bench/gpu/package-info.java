/**
 * {@code eqm bench gpu}: whether a device computes what the CPU computes, and how fast it is.
 *
 * <p>A {@code DeviceCheck} is a piece of work that answers numbers in each kind of arithmetic
 * ({@code DeviceMode}); {@code Checks} lists them, and names the kernel texts that each calls, so
 * that none is forgotten. {@code DeviceTimes} measures what users wait for, as fractions of the
 * device's own rate of matrix products.
 *
 * <p>To add a check: a line in {@code Checks}. A test fails for a kernel text without one.
 */
package dev.eqm.cli.bench.gpu;
