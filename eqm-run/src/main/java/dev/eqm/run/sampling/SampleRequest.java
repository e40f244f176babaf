package dev.eqm.run.sampling;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Identity;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.shard.ShardChoice;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.GuidanceInterval;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.SamplingFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder of samples of a trained model.
 *
 * <p>Sample i depends on the seed and on i alone, not on the batch size. A run that was cut off
 * goes on when the same request runs again, to the same bytes. Samples of another request, and
 * other things, are never replaced unless asked for: {@link SampleFolder} says where these go then.
 *
 * @param guided where guidance acts
 * @param into where they go
 * @param work all of it, one shard, or the merge of all shards
 */
public record SampleRequest(
        SamplingSetup setup,
        LabelChoice labels,
        GuidanceInterval guided,
        SampleOutputs outputs,
        SampleFolder into,
        ShardChoice work) {
    private static final String NAMED =
            "UpdateRule.named(\"mine\", rule), StepSchedule.named(\"mine\", schedule)";

    /** All of them in this process. */
    public SampleRequest(
            SamplingSetup setup,
            LabelChoice labels,
            GuidanceInterval guided,
            SampleOutputs outputs,
            SampleFolder into) {
        this(setup, labels, guided, outputs, into, ShardChoice.ALL);
    }

    /** Samples guided everywhere, in a folder that is new, or is to be gone on with. */
    public static SampleRequest of(
            SamplingSetup setup, LabelChoice labels, SampleOutputs outputs, Path folder) {
        return new SampleRequest(
                setup, labels, new GuidanceInterval.Everywhere(), outputs, SampleFolder.of(folder));
    }

    /**
     * Makes the samples that are missing. All is checked before anything is written.
     *
     * @throws UsageException if the folder is not free
     * @throws BrokenRuleException if model and settings do not fit
     * @throws dev.eqm.sample.output.DivergedException if states are no pictures any more
     * @throws dev.eqm.sample.output.OutputException if a file cannot be written
     */
    public SampleReport run(RunListener listener) {
        into.requirePossible(!(work instanceof ShardChoice.Whole));
        SamplingSetup needed =
                outputs.showsPictures() ? setup : setup.with(new CodecChoice.Pixels());
        try (OpenRun open = needed.open(listener)) {
            NumberedRequests samples = labels.from(setup.seed(), setup.sampling().batchSize());
            Generation generation =
                    open.generation(samples).seeing(guided.of(setup.sampling().guidance()));
            if (guided instanceof GuidanceInterval.Steps && !generation.method().descends()) {
                throw new BrokenRuleException(
                        "an interval of guided steps works only with update rules; "
                                + "for an integrator, give the interval by gradient norm");
            }
            generation.requireFits(open.network());
            outputs.requirePossible(open, generation);
            MadeWith settings = madeWith(open, samples);
            Path folder = into.of(settings, listener);
            if (work instanceof ShardChoice.Part part) {
                return shards(open, samples, settings).make(part.shard(), generation);
            } else if (work instanceof ShardChoice.Merge) {
                String word = generation.method().stepWord();
                return shards(open, samples, settings).merge(folder, word);
            }
            boolean isNew = Files.notExists(folder);
            try (SamplingFile progress = begin(folder, settings)) {
                String word = generation.method().stepWord();
                return progress.complete()
                        ? SampleReport.complete(folder, samples.count(), setup.sampling(), word)
                        : make(open, generation, samples, progress, folder);
            } catch (DivergedException e) {
                removeIf(isNew, folder);
                throw e;
            }
        }
    }

    private SampleShards shards(OpenRun open, NumberedRequests samples, MadeWith settings) {
        return new SampleShards(this, open, samples, settings);
    }

    /** Of the files of pictures. */
    Map<String, String> texts() {
        return PictureTexts.of("sample", setup, "Labels", labels.told());
    }

    private SampleReport make(
            OpenRun open,
            Generation generation,
            NumberedRequests samples,
            SamplingFile progress,
            Path folder) {
        Path names = folder.resolve("labels.json");
        Labels.write(names, samples.allLabels(), open.model().classes());
        List<SampleSink> sinks = outputs.sinks(open, generation, samples, texts(), folder);
        int count = samples.count();
        int before = progress.done();
        if (before > 0) {
            open.listener().found("continuing after " + before + " of " + count + " samples");
        }
        try {
            GenerationListener told = open.watching(generation, before);
            GenerationReport made = generation.run(open.network(), sinks, told, progress);
            progress.saveComplete(count);
            if (setup.stableStep().isTooLarge()) {
                double norm = Arrays.stream(made.gradientNorms()).average().orElse(0);
                open.listener()
                        .warned(
                                String.format(
                                        Locale.ROOT,
                                        "with this eta the mean gradient norm ended at %.3g; it "
                                                + "would be near 0 if the samples had converged",
                                        norm));
            }
            String word = generation.method().stepWord();
            return new SampleReport(folder, count, before, setup.sampling(), word, false, made, 0);
        } catch (DivergedException e) {
            progress.forgetIfNothingCame(List.of(names));
            throw e;
        } finally {
            sinks.forEach(SampleSink::close);
        }
    }

    /** Takes the folder. */
    SamplingFile begin(Path folder, MadeWith settings) {
        try {
            return SamplingFile.open(folder, settings, into.overwrite());
        } catch (BrokenRuleException e) {
            throw new UsageException(e.getMessage() + SampleFolder.ELSEWHERE, e);
        }
    }

    /** A folder that was made for samples of which none came. */
    private static void removeIf(boolean isNew, Path folder) {
        String[] left = isNew ? folder.toFile().list() : null;
        if (left != null && left.length == 0) {
            folder.toFile().delete();
        }
    }

    /** Everything that decides about a byte of the samples. */
    private MadeWith madeWith(OpenRun open, NumberedRequests samples) {
        FoundModel model = setup.model();
        Device device = open.model().device();
        MadeWith all =
                MadeWith.NOTHING
                        .and("model", Sha256.ofFile(model.file()))
                        .and("precision", open.model().precision().toString())
                        .and("device", Backend.name(device));
        if (device.isGpu() && model.config().tf32()) {
            all = all.and("tf32", true);
        }
        String kernel = open.network().samplingKernel();
        if (!kernel.equals(FieldModel.TRAINING_KERNEL)) { // older folders do not say it
            all = all.and("kernel", kernel);
        }
        all = all.and("lanes", open.model().lanes().count()).and("eqm", Backend.version());
        if (model.field() != FollowedField.GRADIENT) {
            all = all.and("field", model.field().toString());
        }
        if (open.setup().codec() instanceof CodecChoice.Kl kl) {
            all =
                    all.and("codec", Safetensors.hashOfModel(kl.file()))
                            .and("codecTile", kl.tile())
                            .and("codecShape", kl.shape().toString());
        }
        String how = setup.sampling().toString();
        all = all.and("sampling", Identity.require("sampling", how, NAMED));
        if (!(guided instanceof GuidanceInterval.Everywhere)) {
            all = all.and("guidanceInterval", guided.toString());
        }
        all =
                all.and("labels", labels.told())
                        .and("count", samples.count())
                        .and("seed", setup.seed())
                        .and("labelsSha256", hash(samples.allLabels()));
        return outputs.say(all, samples.count());
    }

    private static String hash(long[] labels) {
        return Sha256.of(Arrays.toString(labels).getBytes(StandardCharsets.US_ASCII));
    }
}
