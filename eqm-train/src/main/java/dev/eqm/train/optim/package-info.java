/** AdamW and EMA. */
package dev.eqm.train.optim;
