package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.overview.LittleLearned;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.plan.StableStep;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.NoiseWatch;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.evaluation.memorisation.KeptPictures;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.PictureSink;
import java.util.List;
import java.util.Optional;

/**
 * Scores of the samples of a model, which are made now and not kept.
 *
 * <pre>{@code
 * FoundModel model = ModelChoice.of(Path.of("runs/mine")).find(listener);
 * EvaluationReport report = ModelEvaluation.of(model, 1000, EvaluationSettings.DEFAULT).run(listener);
 * }</pre>
 *
 * @param sampling how samples are made
 * @param codec what makes pictures of them
 * @param labels which, and how many samples
 */
public record ModelEvaluation(
        FoundModel model,
        ComputeChoice compute,
        Sampling sampling,
        CodecChoice codec,
        LabelChoice labels,
        EvaluationSettings settings) {
    /** So many samples, every class equally often, as the run's configuration makes them. */
    public static ModelEvaluation of(FoundModel model, int count, EvaluationSettings settings) {
        return new ModelEvaluation(
                model,
                ComputeChoice.AS_CONFIGURED,
                model.config().sampling(),
                model.config().codec().resolved(model.channels()),
                LabelChoice.of("balanced", count, model.classes(), settings.seed()),
                settings);
    }

    /**
     * Makes and scores them.
     *
     * @throws dev.eqm.core.check.BrokenRuleException if model, settings and reference do not fit
     * @throws dev.eqm.sample.output.DivergedException if samples left all bounds
     */
    public EvaluationReport run(RunListener listener) {
        codec.requireThere(); // before the network is read
        StableStep step =
                StableStep.of(sampling, model.architecture(), model.config().loss().schedule());
        if (step.isTooLarge()) {
            listener.warned(step.warning());
        }
        Optional<String> little = model.run().flatMap(LittleLearned::warning);
        little.ifPresent(listener::warned);
        boolean saidAll = step.isTooLarge() || little.isPresent();
        NoiseWatch noise = new NoiseWatch(model, sampling, saidAll ? RunListener.SILENT : listener);
        listener.progressed(Double.NaN, "reading the model");
        try (OpenModel open = OpenModel.of(model, compute);
                Codec decoder = codec.open(open.precision(), open.device())) {
            FieldModel network = open.network();
            NumberedRequests samples = labels.from(settings.seed(), sampling.batchSize());
            Generation generation = Generation.of(network.architecture(), sampling, samples);
            generation.requireFits(network);
            ImageShape shape = Decoder.of(decoder, network.sampleShape()).shape();
            List<RunImages> own = own(decoder, listener);
            boolean looks = MemorisationCheck.isOn(settings, own, shape, listener);
            requireReference(decoder);
            KeptPictures kept = MemorisationCheck.keeper(shape);
            boolean classed =
                    !own.isEmpty() && open.classes().count() == own.get(0).learned().classes();
            return new Evaluation(
                            settings,
                            model.name(),
                            labels.count(),
                            shape,
                            "",
                            own,
                            classed,
                            open.device())
                    .run(
                            net -> net.knows(open.classes().names()),
                            made(open),
                            collector -> {
                                List<PictureSink> sinks =
                                        looks ? List.of(collector, kept) : List.of(collector);
                                generation.run(
                                        network,
                                        List.of(new Decoded(decoder, network.sampleShape(), sinks)),
                                        noise.over(
                                                labels.count(),
                                                new SampleProgress(listener, generation, 0)));
                                return looks
                                        ? List.of(memorisation(own, kept, open.device(), listener))
                                        : List.of();
                            },
                            listener);
        }
    }

    private MemorisationReport memorisation(
            List<RunImages> own, KeptPictures kept, Device where, RunListener listener) {
        return new MemorisationCheck(own.get(0), model.config().data().flip(), settings.seed())
                .of(kept.vectors(), where, listener);
    }

    /** The images of the run around a model of pictures. */
    private List<RunImages> own(Codec decoder, RunListener listener) {
        boolean ofPictures = decoder instanceof PixelCodec && model.run().isPresent();
        if (!ofPictures || !settings.needOwnImages()) {
            return List.of();
        }
        RunImages own = RunImages.of(model.config().data().source());
        model.warnOfOtherData(own.learned(), listener);
        return List.of(own);
    }

    private void requireReference(Codec decoder) {
        if (settings.reference() instanceof ReferenceChoice.StatisticsFile) {
            return;
        }
        if (!(decoder instanceof PixelCodec)) {
            throw new UsageException(
                    model.file()
                            + " was trained on latents, which cannot be compared with images: "
                            + "give "
                            + Setting.of("reference", "FILE")
                            + " (made by "
                            + Setting.command("stats")
                            + " from images)");
        }
        if (model.run().isEmpty()) {
            throw new UsageException(
                    model.file()
                            + " does not belong to a run whose data could be the reference: give "
                            + Setting.of("reference", "FILE"));
        }
    }

    private SamplesMade made(OpenModel open) {
        return new SamplesMade.ByModel(
                model.file().toString(),
                Sha256.ofFile(model.file()),
                SamplerWords.of(sampling, model.architecture()),
                sampling.evaluations(model.architecture()),
                labels.told(),
                settings.seed(),
                open.precision().toString(),
                Backend.name(open.device()),
                open.device().isGpu() && model.config().tf32());
    }
}
