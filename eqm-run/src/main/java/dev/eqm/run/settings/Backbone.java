package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.extension.Extensions;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.models.unet.UnetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which network, and how large; a {@code kind} in configurations. One of your own is a record that
 * an {@code Extension} registers; it may answer what {@code Networks.of} or {@code Networks.ofDjl}
 * make.
 */
public interface Backbone {
    /** The network of this size for a task. */
    ModelArchitecture architecture(Task task);

    /** Name in configurations -> an example. */
    static Map<String, Backbone> examples() {
        Map<String, Backbone> all = new LinkedHashMap<>();
        all.put("preset", new Preset("Nano/4"));
        all.put("custom", new Custom(128, 4, 4, 4, 4));
        all.put("mlp", new Perceptron(128, 3, 0));
        all.put("unet", new ConvolutionalUnet(128, List.of(2, 2, 2), 4, List.of(2), 1, 0.3, false));
        return Extensions.joined(Backbone.class, all);
    }

    /** What it is applied to; components as in {@link ModelConfig}. */
    record Task(
            int imageSize,
            int channels,
            int classes,
            double labelDropout,
            boolean learnSigma,
            boolean timeConditional) {}

    /** A transformer of a named size, {@code "XL/2"}. */
    record Preset(String name) implements Backbone {
        public Preset {
            requireGiven("name", name);
            SiTPresets.get(name);
        }

        @Override
        public ModelArchitecture architecture(Task task) {
            SiTConfig c = SiTPresets.get(name);
            return new Custom(c.width(), c.depth(), c.heads(), c.patchSize(), c.mlpRatio())
                    .architecture(task);
        }
    }

    /** A transformer of any size. */
    record Custom(int width, int depth, int heads, int patchSize, double mlpRatio)
            implements Backbone {
        @Override
        public ModelArchitecture architecture(Task task) {
            return new SiTConfig(
                    task.imageSize(),
                    patchSize,
                    task.channels(),
                    width,
                    depth,
                    heads,
                    mlpRatio,
                    task.classes(),
                    task.labelDropout(),
                    task.learnSigma(),
                    task.timeConditional());
        }
    }

    /** A residual MLP for states of few numbers: {@link MlpConfig}. */
    record Perceptron(int width, int depth, int frequencies) implements Backbone {
        @Override
        public ModelArchitecture architecture(Task task) {
            require(!task.learnSigma(), "learnSigma must be false for an mlp, got true");
            return new MlpConfig(
                    task.imageSize(),
                    task.channels(),
                    width,
                    depth,
                    frequencies,
                    task.classes(),
                    task.labelDropout(),
                    task.timeConditional());
        }
    }

    /** The U-Net of ADM: {@link UnetConfig}. */
    record ConvolutionalUnet(
            int width,
            List<Integer> multipliers,
            int residualBlocks,
            List<Integer> attention,
            int heads,
            double dropout,
            boolean usesLabels)
            implements Backbone {
        public ConvolutionalUnet {
            requireGiven("multipliers", multipliers, "attention", attention);
            multipliers = List.copyOf(multipliers);
            attention = List.copyOf(attention);
        }

        @Override
        public ModelArchitecture architecture(Task task) {
            require(!task.learnSigma(), "learnSigma must be false for a unet, got true");
            return new UnetConfig(
                    task.imageSize(),
                    task.channels(),
                    width,
                    multipliers,
                    residualBlocks,
                    attention,
                    heads,
                    dropout,
                    usesLabels,
                    task.classes(),
                    task.labelDropout(),
                    task.timeConditional());
        }
    }
}
