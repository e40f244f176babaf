package dev.eqm.run.sampling;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ImagePlace;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.output.Decoder;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Real images that samples start from, or that a model is asked about, and the labels that go with
 * them.
 *
 * @param first number of the first image
 * @param count how many
 */
public record StartImages(ImagePlace place, int first, int count, ImageLabels labels) {
    /** The first images of the model's run, with their own labels. */
    public static StartImages ofRun(int count) {
        return new StartImages(ImagePlace.OF_RUN, 0, count, ImageLabels.USUAL);
    }

    /**
     * Reads them. Pictures of a model of latents go through its encoder; its run's own data are
     * latents.
     *
     * @param codec of the network
     * @param listener hears of images of the run that are no longer those that it learned
     * @throws UsageException if there are not so many, or the network knows no such label
     */
    public LabelledStates read(
            FoundModel model, FieldModel network, Codec codec, RunListener listener) {
        long[] s = network.sampleShape().getShape();
        boolean encodes = place instanceof ImagePlace.At && codec instanceof KlCodec;
        ImageShape shape =
                encodes
                        ? Decoder.of(codec, network.sampleShape()).shape()
                        : new ImageShape((int) s[0], (int) s[1], (int) s[2]);
        ImageSource source = place.open(model, shape, listener);
        if (count < 1 || first < 0 || (long) first + count > source.size()) {
            long last = first + count - 1L;
            throw new UsageException(
                    "images %s to %s were requested (%s, %s), but there are only %s: %s"
                            .formatted(
                                    first,
                                    last,
                                    Setting.of("first"),
                                    Setting.of("count"),
                                    source.size(),
                                    source.describe()));
        }
        int size = shape.elementCount();
        float[] pixels = new float[Sheet.room(count, size)];
        IntStream.range(0, count).forEach(i -> source.read(first + i, pixels, i * size));
        return new LabelledStates(
                encodes ? encoded((KlCodec) codec, network, pixels, shape) : pixels,
                labels(model, network, source),
                "%s from number %s on, labels: %s".formatted(source.describe(), first, given()));
    }

    /** The most likely latents of pictures, [n, C, H, W]. */
    private static float[] encoded(
            KlCodec codec, FieldModel network, float[] pixels, ImageShape shape) {
        int n = pixels.length / shape.elementCount();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(network.parameters().device(), "pictures");
                Scope scope = Scope.open()) {
            NDArray some = arena.of(pixels, n, shape.channels(), shape.height(), shape.width());
            return codec.encode(some).toFloatArray();
        }
    }

    private List<Long> labels(FoundModel model, FieldModel network, ImageSource source) {
        if (labels instanceof ImageLabels.InTurn inTurn) {
            List<Long> given = Labels.parse(inTurn.spec(), model.classes());
            return IntStream.range(0, count).mapToObj(i -> given.get(i % given.size())).toList();
        }
        if (haveTheirOwn()) {
            return IntStream.range(0, count).mapToObj(i -> (long) source.label(first + i)).toList();
        }
        if (network.labelDropout() == 0) {
            throw new UsageException(
                    "the model was trained with labelDropout 0 and has no null label: give "
                            + Setting.of("labels"));
        }
        return Collections.nCopies(count, (long) network.classes());
    }

    private boolean haveTheirOwn() {
        return labels instanceof ImageLabels.Usual && place instanceof ImagePlace.OfRun;
    }

    private String given() {
        return labels instanceof ImageLabels.InTurn inTurn
                ? inTurn.spec()
                : haveTheirOwn() ? "their own" : "null";
    }
}
