package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.models.classifier.Classifier;
import dev.eqm.run.config.ConfigException;
import dev.eqm.sample.evaluation.feature.ClassifierFeatures;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.feature.InceptionFeatures;
import dev.eqm.sample.evaluation.feature.PixelFeatures;
import dev.eqm.sample.evaluation.feature.TorchScriptFeatures;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which features scores look at, in one word.
 *
 * @param spec {@code fmnist28} (the built-in net for grey 28x28 pictures), {@code pixels}, {@code
 *     pixels:N}, {@code classifier:FILE}, {@code torchscript:FILE[,grey|,rgb][,LOW..HIGH]}, {@code
 *     inception:FILE[,tensorflow|,pytorch-fid|,clean]} or {@code auto}: fmnist28 where it fits,
 *     else pixels
 */
public record FeatureChoice(String spec) {
    /** The built-in net where it fits. */
    public static final FeatureChoice AUTO = new FeatureChoice("auto");

    private static final Pattern PIXELS = Pattern.compile("pixels(?::(\\d{1,4}))?");
    private static final Pattern CLASSIFIER = Pattern.compile("classifier:(.+)");
    private static final Pattern SCRIPT =
            Pattern.compile("torchscript:(.+?)(,grey|,rgb)?(,(-?[0-9.]+)\\.\\.(-?[0-9.]+))?");
    private static final Pattern INCEPTION =
            Pattern.compile("inception:(.+?)(,tensorflow|,pytorch-fid|,clean)?");

    public FeatureChoice {
        requireGiven("spec", spec);
        boolean known =
                spec.equals("auto")
                        || spec.equals(FeatureSpec.FMNIST28)
                        || PIXELS.matcher(spec).matches()
                        || CLASSIFIER.matcher(spec).matches()
                        || SCRIPT.matcher(spec).matches()
                        || INCEPTION.matcher(spec).matches();
        if (!known) {
            throw new ConfigException(
                    "features "
                            + spec
                            + ": must be auto, fmnist28, pixels, pixels:N, classifier:FILE, "
                            + "torchscript:FILE[,grey|,rgb][,LOW..HIGH] or "
                            + "inception:FILE[,tensorflow|,pytorch-fid|,clean]");
        }
    }

    /**
     * The features, opened.
     *
     * @param pictures what they will look at
     * @throws IllegalArgumentException if they cannot look at such pictures
     */
    public Features open(ImageShape pictures, Device device) {
        Features net = opened(pictures, device);
        try {
            net.requireFits(pictures);
            return net;
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private Features opened(ImageShape pictures, Device device) {
        boolean builtIn = spec.equals("auto") && pictures.equals(Classifier.PICTURES);
        if (builtIn || spec.equals(FeatureSpec.FMNIST28)) {
            return ClassifierFeatures.fmnist28(device);
        }
        Matcher pixels = PIXELS.matcher(spec.equals("auto") ? "pixels" : spec);
        if (pixels.matches()) {
            String side = pixels.group(1);
            return new PixelFeatures(pictures, side == null ? 0 : Integer.parseInt(side));
        }
        Matcher classifier = CLASSIFIER.matcher(spec);
        if (classifier.matches()) {
            return ClassifierFeatures.open(Path.of(classifier.group(1)), device);
        }
        Matcher script = SCRIPT.matcher(spec);
        return script.matches() ? scripted(script, pictures, device) : inception(device);
    }

    private static Features scripted(Matcher script, ImageShape pictures, Device device) {
        boolean rgb =
                script.group(2) == null ? pictures.channels() == 3 : script.group(2).equals(",rgb");
        double low = script.group(4) == null ? -1 : Double.parseDouble(script.group(4));
        double high = script.group(5) == null ? 1 : Double.parseDouble(script.group(5));
        return TorchScriptFeatures.open(
                Path.of(script.group(1)),
                new TorchScriptFeatures.Input(rgb ? 3 : 1, low, high),
                pictures.height(),
                pictures.width(),
                device);
    }

    private Features inception(Device device) {
        Matcher inception = INCEPTION.matcher(spec);
        if (!inception.matches()) {
            throw new IllegalStateException("features " + spec);
        }
        return InceptionFeatures.open(
                Path.of(inception.group(1)), resize(inception.group(2)), device);
    }

    /** How pictures are resized, by the word behind the file; null for the default. */
    private static InceptionFeatures.Resize resize(String word) {
        return switch (word == null ? "" : word) {
            case ",pytorch-fid" -> InceptionFeatures.Resize.PYTORCH_FID;
            case ",clean" -> InceptionFeatures.Resize.CLEAN;
            default -> InceptionFeatures.Resize.TENSORFLOW;
        };
    }

    @Override
    public String toString() {
        return spec;
    }
}
