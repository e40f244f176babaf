package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.GreyImages;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.memorisation.LabelledVectors;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of pictures that are there already.
 *
 * @param run a run whose data are the reference, and are searched for copies; none or one
 * @param device where features are computed, as {@link PictureFeatures#computeOn}
 */
public record PictureEvaluation(
        PictureSet pictures, List<RunFolder> run, String device, EvaluationSettings settings) {
    public PictureEvaluation {
        if (run.isEmpty() && settings.reference() instanceof ReferenceChoice.OwnData) {
            throw new UsageException(
                    "images need something to compare them with: choose a reference, or a run trained on such images");
        }
    }

    /**
     * Scores them.
     *
     * @throws dev.eqm.core.check.BrokenRuleException if pictures, features and reference do not fit
     */
    public EvaluationReport run(RunListener listener) {
        List<RunConfig> config = run.stream().map(RunFolder::readConfig).toList();
        ImageSource source = fitting(config);
        source.warnings().forEach(listener::warned);
        Device where = PictureFeatures.computeOn(device);
        List<RunImages> own =
                settings.needOwnImages()
                        ? config.stream().map(c -> RunImages.of(c.data().source())).toList()
                        : List.of();
        own.forEach(images -> run.get(0).warnOfOtherData(images.learned(), listener));
        boolean looks = MemorisationCheck.isOn(settings, own, source.shape(), listener);
        List<String> names =
                own.isEmpty() ? source.classNames() : own.get(0).learned().classNames();
        Evaluation.Work work =
                collector -> {
                    collector.addAll(
                            source,
                            source.size(),
                            settings.features().batch(),
                            seen ->
                                    listener.progressed(
                                            seen / (double) source.size(),
                                            "features of %s of %s images"
                                                    .formatted(seen, source.size())));
                    if (!looks) {
                        return List.of();
                    }
                    boolean flipped = config.get(0).data().flip();
                    MemorisationCheck check =
                            new MemorisationCheck(own.get(0), flipped, settings.seed());
                    return List.of(check.of(first(source), where, listener));
                };
        SamplesMade made = new SamplesMade.Found(pictures.name());
        String preparation = pictures.preparation();
        return new Evaluation(
                        settings,
                        source.describe(),
                        source.size(),
                        source.shape(),
                        preparation,
                        own,
                        areOf(source.classNames(), names),
                        where)
                .run(net -> net.knows(names) && source.classes() > 1, made, work, listener);
    }

    /**
     * The pictures, in grey if what they are compared with is grey and they are stored as RGB.
     *
     * @throws UsageException for other pictures than those of the run
     */
    private ImageSource fitting(List<RunConfig> config) {
        ImageShape has = pictures.source().shape();
        ImageShape grey = new ImageShape(1, has.height(), has.width());
        if (settings.reference() instanceof ReferenceChoice.StatisticsFile file) {
            String shape = ReferenceFile.read(file.file()).provenance().shape();
            return shape.equals(grey.toString())
                    ? GreyImages.fitting(pictures.source(), grey)
                    : pictures.source();
        }
        ImageShape wanted = config.get(0).data().source().open().shape();
        ImageSource source = GreyImages.fitting(pictures.source(), wanted);
        if (!source.shape().equals(wanted)) {
            throw new UsageException(
                    "%s: its images are %s, but those of the run %s are %s; score images of the same shape (for a folder: %s %s)"
                            .formatted(
                                    pictures.name(),
                                    source.shape(),
                                    run.get(0).path(),
                                    wanted,
                                    Setting.of("size", wanted.height()),
                                    Setting.of("channels", wanted.channels())));
        }
        return source;
    }

    /** Whether labels are of these classes: by the same names, or by numbers instead of names. */
    private static boolean areOf(List<String> has, List<String> names) {
        List<String> numbers = IntStream.range(0, has.size()).mapToObj(String::valueOf).toList();
        return has.equals(names) || (has.size() == names.size() && has.equals(numbers));
    }

    /** As many as are looked at for copies. */
    private static LabelledVectors first(ImageSource source) {
        int most = Math.min(source.size(), MemorisationCheck.keeper(source.shape()).most());
        return LabelledVectors.of(new ImageSubset(source, IntStream.range(0, most).toArray()));
    }
}
