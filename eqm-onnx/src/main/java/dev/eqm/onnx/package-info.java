/**
 * Exported networks on ONNX Runtime. {@link dev.eqm.onnx.OrtRuntime} is found by {@link
 * dev.eqm.models.onnx.OnnxRuntime} when this module is on the class path, and hands out an {@code
 * OrtModel}: a network like any other, so samplers, guidance, compositions, sessions and pipelines
 * work on it.
 *
 * <p>States cross over without a copy: the runtime reads libtorch's memory and writes its answers
 * into it. It computes in float32 on the CPU.
 */
package dev.eqm.onnx;
