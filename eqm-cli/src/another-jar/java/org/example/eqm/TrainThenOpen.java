package org.example.eqm;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Picture;
import dev.eqm.run.Pipeline;
import dev.eqm.run.settings.Backbone;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.Training;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A program: {@code train KIND} makes a run in the current folder, {@code open KIND} samples from
 * it in a process that was not told what the network is.
 */
public final class TrainThenOpen {
    private TrainThenOpen() {}

    /** Prints how many different pictures there are. */
    public static void main(String[] args) {
        if (args[0].equals("train")) {
            train(args[1]);
        }
        try (Pipeline eqm = Pipeline.open(Path.of("runs", args[1]))) {
            List<Picture> pictures = eqm.generate(args[2], 4, 7);
            System.out.println(eqm.network().architecture().hyperparameters().kind());
            System.out.println(new HashSet<>(pictures).size() + " pictures " + pictures.hashCode());
        }
    }

    private static void train(String kind) {
        Backbone backbone = Backbone.examples().get(kind);
        float[][] pixels = new float[8][64];
        int[] labels = new int[8];
        for (int i = 0; i < 8; i++) {
            labels[i] = i % 2;
            pixels[i][i] = 1 - 2 * labels[i];
        }
        ImageSource images =
                ImageSource.of(pixels, labels, new ImageShape(1, 8, 8), List.of("up", "down"));
        RunConfig config =
                RunConfig.DEFAULT
                        .withName(kind)
                        .withDevice("cpu")
                        .withNetwork(backbone, images)
                        .withSteps(4)
                        .withBatchSize(4)
                        .withCheckpointEvery(2)
                        .with("sampling.steps=3", "preview={every: 2, count: 4, columns: 2}");
        Training.of(config.withSteps(2)).on(images).run();
        Training.of(config).on(images).resume().run();
    }
}
