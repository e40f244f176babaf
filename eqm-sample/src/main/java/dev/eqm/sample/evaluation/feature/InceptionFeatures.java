package dev.eqm.sample.evaluation.feature;

import static dev.eqm.sample.evaluation.feature.FeatureKind.LOGITS;
import static dev.eqm.sample.evaluation.feature.FeatureKind.POOLED;
import static dev.eqm.sample.evaluation.feature.FeatureKind.SPATIAL;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.models.weights.torch.TorchTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Inception-v3 in its FID variant: pool3 (2048 numbers), the spatial features of sFID (2023) and
 * the logits of the Inception Score (1008). Weights are those that pytorch-fid and torch-fidelity
 * use, {@code pt_inception-2015-12-05-6726825d}: their {@code .pth} or safetensors of the same
 * names.
 */
public final class InceptionFeatures implements Features {
    private static final Map<FeatureKind, Integer> SIZES =
            Map.of(POOLED, 2048, SPATIAL, 2023, LOGITS, 1008);

    private final Parameters weights;
    private final Kernel kernel;
    private final FeatureSpec spec;

    /** How pictures become 299x299; scores of two ways cannot be compared with each other. */
    public enum Resize {
        /** As TensorFlow 1 does, without the half pixel: ADM and torch-fidelity. */
        TENSORFLOW("TensorFlow bilinear to 299x299, (b - 128)/128"),
        /** As PyTorch does, with it: pytorch-fid. */
        PYTORCH_FID("PyTorch bilinear to 299x299, 2b/255 - 1"),
        /**
         * As clean-fid does: antialiased bicubic, as Pillow's of floats, without rounding to bytes.
         */
        CLEAN("antialiased bicubic to 299x299 (clean-fid), (b - 128)/128");

        private final String told;

        Resize(String told) {
            this.told = told;
        }
    }

    private InceptionFeatures(Parameters weights, Resize resize, String sha256) {
        this.weights = weights;
        this.kernel =
                Kernel.text(InceptionFeatures.class, "inception.py")
                        .with("TENSORFLOW", resize == Resize.TENSORFLOW)
                        .with("CLEAN", resize == Resize.CLEAN);
        this.spec = new FeatureSpec(FeatureSpec.INCEPTION, "RGB, " + resize.told, sha256, SIZES);
    }

    /**
     * The network with the weights of a state_dict: a safetensors file by its ending, else a
     * PyTorch checkpoint, from before 1.6 or later.
     *
     * @throws dev.eqm.core.store.TensorFileException for a file that is neither
     * @throws dev.eqm.models.weights.CheckpointException naming what is missing or of another shape
     */
    public static InceptionFeatures open(Path file, Resize resize, Device device) {
        Map<String, TensorData> tensors = tensors(file);
        tensors.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
        String hash = FeatureSpec.hashOf(file);
        Parameters weights = ModelFile.parameters(file, tensors, InceptionNames.all(), device);
        return new InceptionFeatures(weights, resize, hash);
    }

    private static Map<String, TensorData> tensors(Path file) {
        if (PublishedFile.isSafetensors(file)) {
            return new LinkedHashMap<>(Safetensors.read(file).tensors());
        }
        try (TorchFile checkpoint = TorchFile.open(file)) {
            Map<String, TensorData> all = new LinkedHashMap<>();
            if (checkpoint.root() instanceof Map<?, ?> entries) {
                entries.forEach(
                        (name, value) -> {
                            if (value instanceof TorchTensor tensor) {
                                all.put(name.toString(), tensor.read());
                            }
                        });
            }
            return all;
        }
    }

    /** The network with given weights, which it closes. */
    static InceptionFeatures of(Parameters weights, Resize resize) {
        return new InceptionFeatures(weights, resize, "given");
    }

    @Override
    public FeatureSpec spec() {
        return spec;
    }

    @Override
    public Map<FeatureKind, NDArray> of(NDArray pictures) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDList all = kernel.call("features").with(pictures).list(weights.all()).all();
            scope.keep(all);
            return Map.of(POOLED, all.get(0), SPATIAL, all.get(1), LOGITS, all.get(2));
        }
    }

    /** Pictures as the network sees them but for the scale: [N, 3, 299, 299]. */
    NDArray resized(NDArray pictures) {
        return kernel.call("resized", pictures);
    }

    @Override
    public void close() {
        weights.close();
    }
}
