package org.example.eqm;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The smallest network: f(x) = w ∘ x + b, with w and b of the shape of a state, whatever the label.
 *
 * @param start what every number of w is before training
 */
public record AffineConfig(
        int channels,
        int imageSize,
        int classes,
        double start,
        double labelDropout,
        boolean timeConditional)
        implements ModelArchitecture {
    /** What model files call it. */
    public static final String KIND = "affine";

    public AffineConfig {
        require(channels >= 1, "channels must be at least 1, got %s", channels);
        require(imageSize >= 1, "imageSize must be at least 1, got %s", imageSize);
        require(classes >= 1, "classes must be at least 1, got %s", classes);
        require(!timeConditional, "timeConditional must be false for this network, got true");
    }

    /** The architecture of these numbers. */
    public static AffineConfig of(Hyperparameters h) {
        return new AffineConfig(
                h.integer("channels"),
                h.integer("imageSize"),
                h.integer("classes"),
                h.number("start"),
                h.number("labelDropout"),
                h.flag("timeConditional"));
    }

    @Override
    public Hyperparameters hyperparameters() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("channels", channels);
        all.put("imageSize", imageSize);
        all.put("classes", classes);
        all.put("start", start);
        all.put("labelDropout", labelDropout);
        all.put("timeConditional", timeConditional);
        return new Hyperparameters(KIND, all);
    }

    @Override
    public List<ParameterSpec> specs() {
        long[] state = sampleShape().getShape();
        return List.of(
                ParameterSpec.trained("w", new Init.Full(start), state),
                ParameterSpec.trained("b", new Init.Zeros(), state));
    }

    @Override
    public FieldModel over(Precision precision, Parameters parameters) {
        return new AffineNetwork(this, parameters, false);
    }

    @Override
    public FieldModel build(Precision precision, Parameters parameters) {
        return new AffineNetwork(this, parameters, true);
    }

    @Override
    public Shape sampleShape() {
        return new Shape(channels, imageSize, imageSize);
    }

    @Override
    public Map<String, Long> macs() {
        return Map.of("affine", sampleShape().size());
    }

    @Override
    public Map<String, String> describe() {
        return Map.of("affine", "w o x + b of " + sampleShape());
    }
}
