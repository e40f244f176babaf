package dev.eqm.run.encoding;

import dev.eqm.core.data.ImageDigest;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.autoencoder.LatentCache;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Everything that decides about the content of a folder of latents: {@code encode.json}.
 *
 * @param images the set, in words
 * @param labelsSha256 of the labels in order, as decimal numbers with commas between them
 * @param classes number of labels
 * @param classNames by label: in this order, because the latents' file keeps it
 * @param imagesSha256 of the images themselves: {@link ImageDigest}
 * @param autoencoder SHA-256 of the weights
 * @param shape of the autoencoder, as text
 * @param tile side of the squares that pictures are cut into; 0: whole
 * @param cache which latents are kept
 * @param precision of the autoencoder
 * @param device where it computes: results differ in the last bits
 */
record EncodeIdentity(
        String images,
        String labelsSha256,
        int classes,
        List<String> classNames,
        String imagesSha256,
        String autoencoder,
        String shape,
        int tile,
        LatentCache cache,
        String precision,
        String device) {
    static final String IMAGES = "images";
    static final String CLASS_NAMES = "classNames";
    static final String IMAGES_SHA256 = "imagesSha256";
    private static final String BATCH = "batch";

    /** What older versions did, which did not record it. */
    static final Map<String, Object> UNRECORDED = Map.of(BATCH, 1L);

    EncodeIdentity {
        classNames = List.copyOf(classNames);
    }

    /** Of what is asked for; reads the weights for their hash. */
    static EncodeIdentity of(EncodeRequest request) {
        ImageSource images = request.images();
        return new EncodeIdentity(
                images.describe(),
                labels(images),
                images.classes(),
                images.classNames(),
                ImageDigest.of(images),
                Safetensors.hashOfModel(request.autoencoder().file()),
                request.autoencoder().shape().toString(),
                request.autoencoder().tile(),
                request.cache(),
                request.precision().toString(),
                Backend.name(request.device()));
    }

    /** As {@code encode.json} holds it; whole numbers are long, as the reader gives them. */
    JsonObject toJson() {
        return JsonObject.of(IMAGES, images)
                .with("labelsSha256", labelsSha256)
                .with("classes", (long) classes)
                .with(CLASS_NAMES, classNames)
                .with(IMAGES_SHA256, imagesSha256)
                .with("autoencoder", autoencoder)
                .with("shape", shape)
                .with("tile", (long) tile)
                .with("mirror", cache.mirror())
                .with("posterior", cache.draw() ? "draw" : "mean")
                .with("seed", cache.seed())
                .with("perFile", (long) cache.perFile())
                .with(BATCH, (long) cache.batch())
                .with("precision", precision)
                .with("device", device);
    }

    private static String labels(ImageSource source) {
        String text =
                IntStream.range(0, source.size())
                        .mapToObj(i -> Integer.toString(source.label(i)))
                        .collect(Collectors.joining(","));
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
