package dev.eqm.cli.command.train;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.EncodeProgress;
import dev.eqm.cli.option.EncodeImages;
import dev.eqm.cli.option.LatentOptions;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Precision;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.run.UsageException;
import dev.eqm.run.encoding.EncodeReport;
import dev.eqm.run.encoding.EncodeRequest;
import dev.eqm.run.folder.Target;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm encode}: images to latents of the Stable Diffusion autoencoder.
 *
 * <p>One {@link EncodeRequest}. Without {@code --config} the codec, the device and the rest are
 * those of the default configuration. At the end it prints what a configuration needs to train on
 * the latents; when all of them were there already, it says so and computes nothing.
 *
 * <p>Exit code 2 for a codec of pixels, weights that are not there, and a folder of other latents.
 * {@code --precision} is float32 by default, unlike that of other commands: a latent is made once
 * and learned from many times.
 */
@Command(name = "encode")
public final class EncodeCommand extends ConsoleCommand {
    @Mixin private EncodeImages images;
    @Mixin private VaeOptions vae;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The folder of latents to write.")
    private Path out;

    @Mixin private LatentOptions latents;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured, auto.")
    private String device;

    @Option(
            names = "--precision",
            defaultValue = "float32",
            description = "float32 or bfloat16; default ${DEFAULT-VALUE}.")
    private Precision precision;

    @Option(names = "--overwrite", description = "Replaces an existing folder of latents.")
    private boolean overwrite;

    /** The autoencoder is looked for before the images, which may take long to list. */
    @Override
    protected void run(Console console) {
        RunConfig config = images.config();
        CodecChoice.Kl autoencoder = autoencoder(config);
        LatentCache cache = latents.cache();
        autoencoder.requireThere();
        Target.folder(out);
        Device where = config.computeOn(device);
        ImageSource source = images.open(config);
        EncodeRequest request =
                new EncodeRequest(source, autoencoder, cache, precision, where, out, overwrite);
        EncodeProgress progress = new EncodeProgress(console, cache.batch());
        EncodeReport report = request.run(console, progress);
        if (report.wasThere()) {
            console.line("%s already holds these %d latents", out, report.count());
            return;
        }
        console.line(
                "%d latents in %s; standard deviation %.3f (networks expect about 1), of q(z|x) %.4f",
                report.made().count(),
                Console.duration(progress.seconds()),
                report.made().deviation(),
                report.made().posteriorDeviation());
        KlConfig shape = autoencoder.shape();
        console.line("written to %s; to train on it, put into a configuration", out);
        console.line(
                "  data:  {source: {kind: latents, folder: %s, classes: %d}, flip: false}",
                out, source.classes());
        console.line(
                "  model: {imageSize: %d, channels: %d, classes: %d, ...}",
                source.shape().height() / shape.factor(), shape.latentChannels(), source.classes());
    }

    /**
     * The codec as a model of latents would have it: {@code auto} is then the autoencoder. Pixels,
     * if a configuration names them, are refused rather than replaced.
     */
    private CodecChoice.Kl autoencoder(RunConfig config) {
        int channels = KlConfig.STABLE_DIFFUSION.latentChannels();
        if (vae.choice(config, channels) instanceof CodecChoice.Kl kl) {
            return kl;
        }
        throw new UsageException(
                "codec.kind is pixels in this configuration, but "
                        + "encoding needs an autoencoder: set it to kl or auto");
    }
}
