/**
 * What training leaves for people and programs to read. Both listen to the training loop: {@link
 * dev.eqm.train.log.JsonLines} writes {@code metrics.jsonl}, one JSON object for each logged step,
 * {@link dev.eqm.train.log.TensorBoard} the same numbers, and pictures, as event files. {@code
 * LogWindow} takes the means between two logged steps.
 *
 * <p>{@code Events} says what an event is, {@code Protobuf} writes it as bytes, {@code RecordFile}
 * puts these into a file; no library of TensorFlow is needed.
 *
 * <p>A resumed run continues its {@code metrics.jsonl}: lines after the step that it resumes from
 * are dropped, because these steps are repeated. To log elsewhere, implement {@code TrainListener}.
 */
package dev.eqm.train.log;
