package dev.eqm.run.encoding;

import ai.djl.Device;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.settings.CodecChoice;
import java.nio.file.Path;

/**
 * Pictures that are to become a folder of latents, which training reads as {@code data.source} of
 * kind {@code latents}. The folder is there when all of it is: until then it is {@code NAME.part},
 * and a request that was cut off goes on after its last whole file, to the same bytes.
 *
 * @param images are read one by one
 * @param autoencoder must take such pictures; its weights must be there
 * @param cache which latents are kept, and how many a file holds
 * @param out the folder
 * @param overwrite true: latents that are there already are made anew
 */
public record EncodeRequest(
        ImageSource images,
        CodecChoice.Kl autoencoder,
        LatentCache cache,
        Precision precision,
        Device device,
        Path out,
        boolean overwrite) {
    public EncodeRequest {
        autoencoder.requireThere();
        cache.requireFits(images, autoencoder.shape());
    }

    /**
     * Encodes what is not there yet.
     *
     * @param progress hears of every latent
     * @throws UsageException if the folder holds something else, or another process is at it
     * @throws DataException if a picture cannot be read, or a file of latents that is there is
     *     damaged
     */
    public EncodeReport run(RunListener listener, LatentCache.Progress progress) {
        listener.found("encoding " + images.describe());
        images.warnings().forEach(listener::warned);
        EncodeFolder folder = new EncodeFolder(out, EncodeIdentity.of(this));
        int all = cache.count(images);
        if (folder.complete(overwrite, listener)) {
            cache.requireWhole(out, all);
            return new EncodeReport(all, new LatentCache.Report(0, 0, 0), true);
        }
        LatentCache.Report made = encode(folder, listener, progress);
        folder.finish();
        return new EncodeReport(all, made, false);
    }

    private LatentCache.Report encode(
            EncodeFolder folder, RunListener listener, LatentCache.Progress progress) {
        try (RunLock lock = folder.begin(overwrite, listener);
                KlCodec codec = autoencoder.open(precision, device)) {
            return cache.write(images, codec, device, folder.part(), progress);
        }
    }
}
