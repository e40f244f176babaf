package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.sample.evaluation.feature.FeatureKind.LOGITS;
import static dev.eqm.sample.evaluation.feature.FeatureKind.POOLED;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.models.classifier.ClassifierCard;
import dev.eqm.models.classifier.ClassifierFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a small classifier sees in grey 28x28 pictures: the {@value Classifier#FEATURES} numbers
 * before its last layer, and its logits.
 *
 * <p>{@link #fmnist28} is the net that ships with eqm, made by {@code eqm features train} with all
 * defaults: seed 0, 10 epochs over Fashion-MNIST's 60,000 training images (SHA-256 of their bytes
 * 2e487a6c8912…), right on 92.07 % of the 10,000 test images. Its Fréchet distance is called FMD.
 * FMD says how far pictures are from clothes as this net tells them apart; it is not comparable
 * with any FID, nor with distances of another classifier.
 */
public final class ClassifierFeatures implements Features {
    private static final String RESOURCE = "fmnist28.safetensors";

    private final ClassifierFile.Open net;
    private final FeatureSpec spec;

    private ClassifierFeatures(ClassifierFile.Open net, String name, String sha256) {
        this.net = net;
        int classes = net.classifier().classes();
        Map<FeatureKind, Integer> sizes = Map.of(POOLED, Classifier.FEATURES, LOGITS, classes);
        this.spec = new FeatureSpec(name, "grey 28x28, b/127.5 - 1", sha256, sizes);
    }

    /** The net inside this library, trained on Fashion-MNIST's training images. */
    public static ClassifierFeatures fmnist28(Device device) {
        try (InputStream in = ClassifierFeatures.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its resource " + RESOURCE);
            }
            byte[] content = in.readAllBytes();
            ClassifierFile.Open net = ClassifierFile.of(Path.of(RESOURCE), content, device);
            return new ClassifierFeatures(net, FeatureSpec.FMNIST28, Sha256.of(content));
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", e);
        }
    }

    /** Another net of this kind, from a file of {@code eqm features train}, under its name. */
    public static ClassifierFeatures open(Path file, Device device) {
        String hash = FeatureSpec.hashOf(file);
        String name = file.getFileName().toString();
        return new ClassifierFeatures(ClassifierFile.read(file, device), name, hash);
    }

    /** How the net was trained, and how good it is. */
    public ClassifierCard card() {
        return net.card();
    }

    /** The net itself, which stays the features'. */
    public Classifier classifier() {
        return net.classifier();
    }

    @Override
    public FeatureSpec spec() {
        return spec;
    }

    @Override
    public List<String> classes() {
        return net.card().classes();
    }

    @Override
    public void requireFits(ImageShape pictures) {
        require(
                pictures.equals(Classifier.PICTURES),
                "features %s need %s images, got %s",
                spec.name(),
                Classifier.PICTURES,
                pictures);
    }

    @Override
    public Map<FeatureKind, NDArray> of(NDArray pictures) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            Classifier.Answer answer = net.classifier().ofBytes(pictures);
            NDArray features = scope.keep(answer.features());
            return Map.of(POOLED, features, LOGITS, scope.keep(answer.logits()));
        }
    }

    @Override
    public void close() {
        net.close();
    }
}
