package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.settings.SamplerWords;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationListener;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.Strips;
import dev.eqm.sample.sheet.SheetLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How samples come about, step by step, beside another model's, Figure 4 of the paper: two rows of
 * the sheet for each sample, the first model's above the other's, from the same noise; columns are
 * steps.
 *
 * @param shown so many steps, evenly spaced, or given ones such as {@code 0,5,50} (0 is the noise)
 * @param beside at most one other model, for states of the same shape
 */
public record StripRequest(
        SamplingSetup setup, Sheet sheet, LabelChoice labels, String shown, List<Beside> beside) {
    /** Another model, and how it is sampled. */
    public record Beside(FoundModel model, Sampling sampling) {
        /**
         * Its run's own way of sampling, in as many steps and with the same guidance as the first.
         *
         * @param settings laid over it, as {@link SamplingKeys} reads them
         */
        public static Beside of(FoundModel model, Sampling first, List<String> settings) {
            Sampling like = model.config().sampling().withSteps(first.steps());
            like = like.withGuidance(first.guidance()).withBatchSize(first.batchSize());
            List<GivenSetting> given = GivenSetting.all(Setting.of("setBeside") + "", settings);
            return new Beside(model, SamplingKeys.over(like, model.architecture(), given));
        }
    }

    public StripRequest {
        beside = List.copyOf(beside);
        int others = beside.size();
        require(others <= 1, "at most one model can be compared with the first, got %s", others);
        for (Beside other : beside) {
            require(
                    sameShape(setup.model(), other.model()),
                    "models shown side by side must have states of the same shape, got %s and %s",
                    setup.model().architecture().sampleShape(),
                    other.model().architecture().sampleShape());
        }
    }

    /** Whether two models can stand side by side; reads the headers of their files. */
    public static boolean sameShape(FoundModel one, FoundModel other) {
        return one.architecture().sampleShape().equals(other.architecture().sampleShape());
    }

    /** One model's rows, not yet checked or made. */
    private record Rows(String name, FieldModel network, Sampling sampling, Generation generation) {
        static Rows of(
                String name, FieldModel network, Sampling sampling, NumberedRequests samples) {
            Generation generation = Generation.of(network.architecture(), sampling, samples);
            return new Rows(name, network, sampling, generation);
        }

        /** The class and, where rows of several models alternate, the model. */
        String label(String className, boolean several) {
            return several ? (className + "\n" + name).strip() : className;
        }

        int reports() {
            return generation.method().reports();
        }

        Strips make(OpenRun open, FrameSteps frames) {
            Strips strips = new Strips(open.decoder(), frames);
            boolean own = network == open.network(); // noise is judged by the run's own schedule
            GenerationListener told =
                    own
                            ? open.watching(generation, 0)
                            : new SampleProgress(open.listener(), generation, 0);
            generation.run(network, List.of(strips), told);
            return strips;
        }
    }

    /** Samples, then writes the sheet. */
    public StripReport run(RunListener listener) {
        try (OpenRun open = sheet.open(setup, listener)) {
            NumberedRequests samples = labels.from(setup.seed(), setup.sampling().batchSize());
            Rows first = Rows.of(setup.model().name(), open.network(), setup.sampling(), samples);
            if (beside.isEmpty()) {
                return make(open, samples, List.of(first));
            }
            Beside second = beside.get(0);
            try (FieldModel other =
                    second.model().open(open.model().precision(), open.model().device())) {
                Rows below = Rows.of(second.model().name(), other, second.sampling(), samples);
                return make(open, samples, List.of(first, below));
            }
        }
    }

    private StripReport make(OpenRun open, NumberedRequests samples, List<Rows> rows) {
        int steps = rows.stream().mapToInt(Rows::reports).min().orElse(1);
        FrameSteps frames = FrameSteps.parse(shown, steps);
        int size = open.decoder().shape().elementCount();
        long pictures = (long) samples.count() * rows.size() * frames.size();
        byte[] cells = new byte[Sheet.room(pictures, size)]; // before every label is looked at
        rows.forEach(row -> row.generation().requireFits(row.network()));
        List<Strips> strips = rows.stream().map(row -> row.make(open, frames)).toList();
        List<Long> given = Arrays.stream(samples.allLabels()).boxed().toList();
        List<StripReport.Row> told =
                IntStream.range(0, rows.size())
                        .mapToObj(i -> told(rows.get(i), strips.get(i)))
                        .toList();
        StripReport report =
                new StripReport(sheet.picture(), frames.steps(), given, setup.seed(), told);
        fill(cells, samples.count(), strips, frames.size());
        List<String> names = setup.model().names(given);
        List<String> beside = new ArrayList<>();
        for (String name : names.isEmpty() ? Collections.nCopies(given.size(), "") : names) {
            rows.forEach(row -> beside.add(row.label(name, rows.size() > 1)));
        }
        sheet.write(
                cells,
                open.decoder().shape(),
                new Sheet.Content(
                        frames.size(),
                        SheetLabels.of(frames.names(), beside),
                        PictureTexts.of("strip", setup, "Labels", labels.told()),
                        report.toJson()));
        return report;
    }

    /** Pictures of sample 0 of every model, then of sample 1, step by step. */
    private static void fill(byte[] cells, int count, List<Strips> strips, int frames) {
        int at = 0;
        for (int sample = 0; sample < count; sample++) {
            for (Strips one : strips) {
                for (int k = 0; k < frames; k++) {
                    byte[] picture = one.picture(sample, k);
                    System.arraycopy(picture, 0, cells, at, picture.length);
                    at += picture.length;
                }
            }
        }
    }

    private static StripReport.Row told(Rows rows, Strips strips) {
        List<List<Double>> distances = new ArrayList<>();
        for (int sample = 0; sample < strips.size(); sample++) {
            int one = sample;
            IntStream frames = IntStream.range(0, strips.frames().size());
            distances.add(frames.mapToObj(k -> strips.distanceToEnd(one, k)).toList());
        }
        String how = SamplerWords.of(rows.sampling(), rows.network().architecture());
        return new StripReport.Row(rows.name(), how, distances);
    }
}
