package dev.eqm.cli.command.train;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.EncodeImages;
import dev.eqm.cli.option.VaeOptions;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.autoencoder.KlCodec;
import dev.eqm.models.autoencoder.KlConfig;
import dev.eqm.models.autoencoder.LatentCache;
import dev.eqm.run.UsageException;
import dev.eqm.run.encoding.EncodeFolder;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eqm encode}. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        description =
                "Encodes images with the Stable Diffusion autoencoder into a folder of latents, which training reads as data.source kind latents.",
        footer = {
            "",
            "eqm encode --images imagenet/train --size 256 --mirror --out data/imagenet-latents",
            "The folder is there when all of it is: until then it is DIR.part. Started again with the same",
            "options, a run that was cut off goes on after its last whole file, to the same bytes."
        })
public final class EncodeCommand implements Callable<Integer> {
    private static final long QUIET_NANOS = 10_000_000_000L;

    /** What of q(z|x) is kept. */
    public enum Kept {
        DRAW,
        MEAN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec private CommandSpec spec;
    @Mixin private EncodeImages images;
    @Mixin private VaeOptions vae;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder.")
    private Path out;

    @Option(
            names = "--mirror",
            description =
                    "Also every mirror image: the published recipe mirrors half of the images at random.")
    private boolean mirror;

    @Option(
            names = "--posterior",
            paramLabel = "NAME",
            defaultValue = "draw",
            description =
                    "draw: one draw from q(z|x), as the published recipe takes at every step; mean: its mean."
                            + " Default ${DEFAULT-VALUE}.")
    private Kept posterior;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the draws; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--per-file",
            paramLabel = "N",
            defaultValue = "512",
            description = "Latents of a file; default ${DEFAULT-VALUE}.")
    private int perFile;

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

    @Option(names = "--overwrite", description = "Encodes anew what is already there.")
    private boolean overwrite;

    @Override
    public Integer call() {
        RunConfig config = images.config();
        CodecChoice.Kl choice = choice(config);
        LatentCache cache = new LatentCache(mirror, posterior == Kept.DRAW, seed, perFile);
        choice.requireThere();
        Console console = Console.of(spec.commandLine().getOut());
        Device where = config.computeOn(device);
        ImageSource source = images.open(config);
        cache.requireFits(source, choice.shape());
        console.line("encoding %s", source.describe());
        EncodeFolder folder = new EncodeFolder(out, settings(source, choice, where));
        if (folder.complete(overwrite)) {
            console.line("%s holds these %d latents already", out, cache.count(source));
            return 0;
        }
        try (RunLock lock = folder.begin(overwrite);
                KlCodec codec = choice.open(precision, where)) {
            encode(console, cache, source, codec, where, folder.part());
        }
        folder.finish();
        KlConfig shape = choice.shape();
        console.line("written to %s; train on it with", out);
        console.line(
                "  data:  {source: {kind: latents, folder: %s, classes: %d}, flip: false}",
                out, source.classes());
        console.line(
                "  model: {imageSize: %d, channels: %d, classes: %d, ...}",
                source.shape().height() / shape.factor(), shape.latentChannels(), source.classes());
        return 0;
    }

    private CodecChoice.Kl choice(RunConfig config) {
        int channels = KlConfig.STABLE_DIFFUSION.latentChannels();
        if (vae.choice(config, channels) instanceof CodecChoice.Kl kl) {
            return kl;
        }
        throw new UsageException(
                "codec.kind is pixels in this configuration: encoding needs an autoencoder, kl or auto");
    }

    private void encode(
            Console console,
            LatentCache cache,
            ImageSource source,
            KlCodec codec,
            Device where,
            Path folder) {
        Told told = new Told(console, System.nanoTime());
        LatentCache.Report report = cache.write(source, codec, where, folder, told);
        console.line(
                "%d latents in %s; standard deviation %.3f (networks are made for about 1), of q(z|x) %.4f",
                report.count(),
                Console.duration((System.nanoTime() - told.begin) * 1e-9),
                report.deviation(),
                report.posteriorDeviation());
    }

    /** Everything that decides about the files' content. */
    private Map<String, Object> settings(ImageSource source, CodecChoice.Kl choice, Device where) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("images", source.describe());
        all.put("labelsSha256", labels(source));
        all.put("classes", (long) source.classes());
        all.put("autoencoder", hash(choice.file()));
        all.put("shape", choice.shape().toString());
        all.put("tile", (long) choice.tile());
        all.put("mirror", mirror);
        all.put("posterior", posterior.toString());
        all.put("seed", seed);
        all.put("perFile", (long) perFile);
        all.put("precision", precision.toString());
        all.put("device", Backend.name(where));
        return all;
    }

    private static String labels(ImageSource source) {
        String text =
                IntStream.range(0, source.size())
                        .mapToObj(i -> Integer.toString(source.label(i)))
                        .collect(Collectors.joining(","));
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    /** Every image on a terminal, elsewhere a line every ten seconds. */
    private static final class Told implements LatentCache.Progress {
        private final Console console;
        private final long begin;
        private long lastLine;
        private int before; // latents that were there
        private int previous;

        Told(Console console, long begin) {
            this.console = console;
            this.begin = begin;
            this.lastLine = begin;
        }

        @Override
        public void coded(int done, int all) {
            long now = System.nanoTime();
            if (done > previous + 1) {
                before += done - previous; // a whole file at once
            }
            previous = done;
            double rate = (done - before) / ((now - begin) * 1e-9);
            String text =
                    String.format(
                            Locale.ROOT,
                            "%s %d/%d latents, %.2f a second, %s left",
                            Console.bar(done / (double) all),
                            done,
                            all,
                            rate,
                            rate > 0 ? Console.duration((all - done) / rate) : "?");
            console.status(text);
            if (now - lastLine >= QUIET_NANOS) {
                lastLine = now;
                console.line("%s", text);
            }
        }
    }
}
