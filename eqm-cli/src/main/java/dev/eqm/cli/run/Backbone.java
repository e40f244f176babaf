package dev.eqm.cli.run;

import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The size of the transformer; a {@code kind} in configurations. */
public interface Backbone {
    /** The architecture of this size for given images. */
    SiTConfig build(
            int imageSize,
            int channels,
            int classes,
            double labelDropout,
            boolean learnSigma,
            boolean timeConditional);

    /** Name in configurations -> an example. */
    static Map<String, Backbone> examples() {
        Map<String, Backbone> all = new LinkedHashMap<>();
        all.put("preset", new Preset("Nano/4"));
        all.put("custom", new Custom(128, 4, 4, 4, 4));
        return all;
    }

    /** A named size, {@code "XL/2"}. */
    record Preset(String name) implements Backbone {
        public Preset {
            SiTPresets.get(name);
        }

        @Override
        public SiTConfig build(
                int imageSize,
                int channels,
                int classes,
                double dropout,
                boolean sigma,
                boolean time) {
            SiTConfig size = SiTPresets.get(name);
            return new SiTConfig(
                    imageSize,
                    size.patchSize(),
                    channels,
                    size.width(),
                    size.depth(),
                    size.heads(),
                    size.mlpRatio(),
                    classes,
                    dropout,
                    sigma,
                    time);
        }
    }

    /** Any size. */
    record Custom(int width, int depth, int heads, int patchSize, double mlpRatio)
            implements Backbone {
        @Override
        public SiTConfig build(
                int imageSize,
                int channels,
                int classes,
                double dropout,
                boolean sigma,
                boolean time) {
            return new SiTConfig(
                    imageSize, patchSize, channels, width, depth, heads, mlpRatio, classes, dropout,
                    sigma, time);
        }
    }
}
