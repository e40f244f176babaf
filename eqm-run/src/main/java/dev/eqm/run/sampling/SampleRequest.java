package dev.eqm.run.sampling;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Identity;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Sha256;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.guidance.GuidanceInterval;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.output.SamplingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of samples of a trained model.
 *
 * <p>Sample i depends on the seed and on i alone, not on the batch size. A run that was cut off
 * goes on when the same request runs again, to the same bytes; a folder with samples of another
 * request, or with other things, is refused.
 *
 * @param guided where guidance acts
 * @param folder made if it is not there
 * @param overwrite true: begins anew and replaces what is there
 */
public record SampleRequest(
        SamplingSetup setup,
        LabelChoice labels,
        GuidanceInterval guided,
        SampleOutputs outputs,
        Path folder,
        boolean overwrite) {
    private static final String NAMED =
            "UpdateRule.named(\"mine\", rule), StepSchedule.named(\"mine\", schedule)";
    private static final String ELSEWHERE =
            "; --overwrite replaces what is there, --out DIR writes elsewhere";

    /** Samples guided everywhere, in a folder that is new, or is to be gone on with. */
    public static SampleRequest of(
            SamplingSetup setup, LabelChoice labels, SampleOutputs outputs, Path folder) {
        return new SampleRequest(
                setup, labels, new GuidanceInterval.Everywhere(), outputs, folder, false);
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
        requireFree();
        SamplingSetup needed =
                outputs.showsPictures() ? setup : setup.with(new CodecChoice.Pixels());
        try (OpenRun open = needed.open(listener)) {
            NumberedRequests samples = labels.from(setup.seed(), setup.sampling().batchSize());
            Generation generation =
                    open.generation(samples).seeing(guided.of(setup.sampling().guidance()));
            if (guided instanceof GuidanceInterval.Steps && !generation.method().descends()) {
                throw new BrokenRuleException(
                        "guidance in an interval of steps is for descents, integrators follow time: give the interval by gradient norm");
            }
            generation.requireFits(open.network());
            outputs.requirePossible(open, generation);
            try (SamplingFile progress = begin(madeWith(open, samples))) {
                String word = generation.method().stepWord();
                return progress.complete()
                        ? SampleReport.complete(folder, samples.count(), setup.sampling(), word)
                        : make(open, generation, samples, progress);
            }
        }
    }

    private SampleReport make(
            OpenRun open, Generation generation, NumberedRequests samples, SamplingFile progress) {
        Path names = folder.resolve("labels.json");
        Labels.write(names, samples.allLabels(), open.model().classes());
        List<SampleSink> sinks = outputs.sinks(open, generation, samples, folder);
        int count = samples.count();
        int before = progress.done();
        if (before > 0) {
            open.listener().found("going on after " + before + " of " + count + " samples");
        }
        try {
            SampleProgress told = new SampleProgress(open.listener(), generation, before);
            GenerationReport made = generation.run(open.network(), sinks, told, progress);
            progress.saveComplete(count);
            String word = generation.method().stepWord();
            return new SampleReport(folder, count, before, setup.sampling(), word, false, made);
        } finally {
            sinks.forEach(SampleSink::close);
        }
    }

    private SamplingFile begin(MadeWith settings) {
        try {
            return SamplingFile.open(folder, settings, overwrite);
        } catch (BrokenRuleException e) {
            throw new UsageException(e.getMessage() + ELSEWHERE, e);
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
        all = all.and("lanes", open.model().lanes().count()).and("eqm", Backend.version());
        if (model.field() != FollowedField.GRADIENT) {
            all = all.and("field", model.field().toString());
        }
        if (open.setup().codec() instanceof CodecChoice.Kl kl) {
            all =
                    all.and("codec", Sha256.ofFile(kl.file()))
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

    /** A folder with other things than an earlier run is not touched. */
    private void requireFree() {
        if (overwrite || !Files.isDirectory(folder) || SamplingFile.isIn(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.anyMatch(p -> !p.endsWith(SamplingFile.LOCK))) {
                throw new UsageException(folder + " is not empty" + ELSEWHERE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }
}
