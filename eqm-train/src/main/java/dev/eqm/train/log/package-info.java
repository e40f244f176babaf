/**
 * What training leaves for people and programs to read: {@link dev.eqm.train.log.JsonLines} writes
 * metrics.jsonl, {@link dev.eqm.train.log.TensorBoard} the same numbers, and pictures, as event
 * files.
 */
package dev.eqm.train.log;
