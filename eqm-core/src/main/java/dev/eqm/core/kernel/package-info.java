/** TorchScript kernels and autograd behind a typed facade. */
package dev.eqm.core.kernel;
