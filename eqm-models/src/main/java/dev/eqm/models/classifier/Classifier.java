package dev.eqm.models.classifier;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Three times a 3x3 convolution, ReLU and the largest of 2x2 (28 → 14 → 7 → 4, with 32, 64 and 64
 * channels), then a linear layer with ReLU to {@value #FEATURES} features, and one to the logits of
 * K classes: about 122,000 weights. No layer looks at other pictures of the batch, so a picture's
 * features are its own.
 */
public final class Classifier implements AutoCloseable {
    /** D: numbers before the last layer. */
    public static final int FEATURES = 64;

    /** What it is for. */
    public static final ImageShape PICTURES = new ImageShape(1, 28, 28);

    private static final Kernel KERNEL = Kernel.text(Classifier.class, "classifier.py");
    private static final int LAST_PLANE = 4 * 4;
    private static final int[] CHANNELS = {1, 32, 64, 64};

    private final Parameters parameters;
    private final int classes;

    private Classifier(Parameters parameters, int classes) {
        this.parameters = parameters;
        this.classes = classes;
    }

    /**
     * What is said of pictures.
     *
     * @param features [N, D]
     * @param logits [N, K], before the softmax
     */
    public record Answer(NDArray features, NDArray logits) {}

    /** Freshly initialised, a pure function of the seed: uniform after He et al. 2015, biases 0. */
    public static Classifier fresh(int classes, long seed, Device device) {
        return new Classifier(Parameters.initialised(device, specs(classes), seed), classes);
    }

    /**
     * With given weights, which it closes.
     *
     * @param parameters of {@link #specs}
     */
    public static Classifier of(Parameters parameters) {
        int last = parameters.specs().size() - 1;
        return new Classifier(parameters, (int) parameters.specs().get(last).size());
    }

    /** Names and shapes of its weights, as a PyTorch module with such layers has them. */
    public static List<ParameterSpec> specs(int classes) {
        require(classes >= 2, "classes must be at least 2, got %s", classes);
        List<ParameterSpec> all = new ArrayList<>();
        for (int i = 1; i < CHANNELS.length; i++) {
            int in = CHANNELS[i - 1];
            add(all, "conv" + i, 9 * in, CHANNELS[i], in, 3, 3);
        }
        int flat = CHANNELS[CHANNELS.length - 1] * LAST_PLANE;
        add(all, "features", flat, FEATURES, flat);
        add(all, "logits", FEATURES, classes, FEATURES);
        return List.copyOf(all);
    }

    private static void add(List<ParameterSpec> all, String name, int inputs, long... shape) {
        Init he = new Init.Uniform(Math.sqrt(6.0 / inputs));
        all.addAll(ParameterSpec.layer(name, he, new Init.Zeros(), shape));
    }

    /**
     * Looks at pictures.
     *
     * @param x [N, 1, 28, 28] in [-1, 1]
     * @return in the caller's scope
     */
    public Answer of(NDArray x) {
        NDList both = KERNEL.call("answers").with(x).list(parameters.all()).all();
        return new Answer(both.get(0), both.get(1));
    }

    /**
     * The same for pictures of bytes.
     *
     * @param bytes float32 [N, 1, 28, 28], whole numbers 0 to 255
     */
    public Answer ofBytes(NDArray bytes) {
        try (Scope scope = Scope.open()) {
            Answer answer = of(KERNEL.call("scaled", bytes));
            return new Answer(scope.keep(answer.features()), scope.keep(answer.logits()));
        }
    }

    /**
     * The cross entropy of a batch and its gradients.
     *
     * @param gradients one for each parameter, in order
     */
    public record Loss(double value, NDList gradients) {}

    /**
     * The mean of −log p(label | x).
     *
     * @param x [N, 1, 28, 28] in [-1, 1]
     * @param labels int64 [N]
     * @return in the caller's scope
     */
    public Loss loss(NDArray x, NDArray labels) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray loss = KERNEL.call("loss").with(x, labels).list(parameters.all()).one();
            NDList gradients = Autograd.gradients(loss, parameters.all());
            return new Loss(loss.getFloat(), scope.keep(gradients));
        }
    }

    /** K. */
    public int classes() {
        return classes;
    }

    /** All weights, which stay the classifier's. */
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
