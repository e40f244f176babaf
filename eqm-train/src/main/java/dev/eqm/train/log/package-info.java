/**
 * What training leaves for people and programs to read: {@link dev.eqm.train.log.JsonLines} writes
 * metrics.jsonl.
 */
package dev.eqm.train.log;
