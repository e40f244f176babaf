/**
 * Networks as ONNX files, which run where there is no libtorch and no Java. {@link
 * dev.eqm.models.onnx.OnnxExport} writes one; {@link dev.eqm.models.onnx.OnnxFile} reads what it
 * says about itself; {@link dev.eqm.models.onnx.OnnxRuntime} is how one is run from Java: the
 * interface alone, the runtime is in the module {@code eqm-onnx}.
 *
 * <p>An EqM network has no time input, so its graph is a function of the state and of the label,
 * and all that the label decides can be computed once: {@link dev.eqm.models.onnx.LabelForm}.
 * {@code SiTGraph}, {@code UnetGraph} and {@code MlpGraph} are the networks of {@code models.sit},
 * {@code models.unet} and {@code models.mlp} in ONNX's operators; the classes there are what they
 * must equal, and a test compares them to 1e-5.
 *
 * <p>To write another network: a {@code NetworkGraph} and its line there.
 */
package dev.eqm.models.onnx;
