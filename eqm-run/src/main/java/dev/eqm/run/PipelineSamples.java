package dev.eqm.run;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.Picture;
import dev.eqm.run.sampling.InpaintRequest;
import dev.eqm.run.sampling.LabelChoice;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Inpainting;
import dev.eqm.sample.generate.NoisedImages;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.guidance.Compositions;
import dev.eqm.sample.guidance.LateStart;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.List;

/** What a {@link Pipeline} samples; its methods of the same names say how. */
record PipelineSamples(OpenRun run, PictureStates states) {
    List<Picture> generate(String labels, int count, long seed) {
        return pictures(run.generation(requests(labels, count, seed)));
    }

    float[][] states(String labels, int count, long seed) {
        return states.rows(run.states(run.generation(requests(labels, count, seed))));
    }

    List<Picture> denoise(List<Picture> pictures, double gamma, String labels, long seed) {
        Sampling how = run.sampling();
        require(
                !run.setup().integrates() || !how.integrator().drawsNoise(),
                "sampling that starts at images needs a sampler without random noise, such as heun; got %s",
                how.integrator());
        float[] all = states.of(pictures);
        NoisedImages start = new NoisedImages(all, run.network().sampleShape(), List.of(gamma));
        return pictures(
                run.generation(requestsFor("pictures", pictures.size(), labels, seed))
                        .seeing(new LateStart(how.guidance(), gamma))
                        .from(start));
    }

    /**
     * {@link Pipeline#inpaint}.
     *
     * @param known [C, H, W], 1 on known pixels, 0 on hidden ones
     */
    List<Picture> inpaint(List<Picture> pictures, float[] known, String labels, long seed) {
        Sampling how = run.sampling();
        Sampler sampler =
                new Sampler(how.rule(), how.schedule(), new StopRule.MaxSteps(how.steps()));
        Inpainting filling =
                new Inpainting(sampler, states.of(pictures), known, InpaintRequest.usualRamp(how));
        NumberedRequests requests = requestsFor("pictures", pictures.size(), labels, seed);
        return pictures(run.generation(requests).by(filling));
    }

    List<Picture> compose(Composition composition, int count, long seed) {
        return pictures(
                run.generation(numbered(List.of(0L), count, seed)) // whose label nobody looks at
                        .seeing(new Compositions(List.of(composition), count)));
    }

    private List<Picture> pictures(Generation generation) {
        Decoder decoder = run.decoder();
        List<Picture> pictures = new ArrayList<>();
        SampleSink sink =
                SampleSink.ofFinished(batch -> pictures.addAll(decoder.pictures(batch.states())));
        SampleProgress progress = new SampleProgress(run.listener(), generation, 0);
        generation.run(run.network(), List.of(sink), progress);
        return List.copyOf(pictures);
    }

    /** Samples with labels that were written as for a {@link Pipeline}. */
    NumberedRequests requests(String labels, int count, long seed) {
        requireLabels(labels);
        requireRoom(count);
        Classes classes = run.model().classes();
        if (!labels.equals(Pipeline.NULL)) {
            return numbered(LabelChoice.of(labels, count, classes, seed).labels(), count, seed);
        }
        require(
                run.network().labelDropout() > 0,
                "labels must be classes: the model was trained with labelDropout 0 and has no null label, got %s",
                labels);
        return numbered(List.of((long) classes.count()), count, seed);
    }

    /** As many states and pictures as Java's memory can hold. */
    private void requireRoom(int count) {
        int numbers = run.shape().elementCount();
        long memory = Runtime.getRuntime().maxMemory();
        long most = Math.min(memory / (Float.BYTES * (long) numbers), Integer.MAX_VALUE / numbers);
        require(
                count <= most,
                "count must be at most %s, as many as fit into Java's memory of %s MiB (-Xmx), got"
                        + " %s; ask for fewer at a time, each time with another seed",
                most,
                memory >> 20,
                count);
    }

    /**
     * The labels of pictures or states that are given: no more than there are of these.
     *
     * @param what they are, for the message
     */
    NumberedRequests requestsFor(String what, int given, String labels, long seed) {
        NumberedRequests requests = requests(labels, given, seed);
        boolean isList = !List.of(LabelChoice.ALL, "balanced", "random").contains(labels);
        int named = requests.labels().size();
        require(
                !isList || named <= given,
                "labels must name no more classes than there are %s, %s, got %s",
                what,
                given,
                named);
        return requests;
    }

    /** Labels are text; {@code null} is not the null label. */
    static void requireLabels(String labels) {
        require(
                labels != null,
                "labels must be classes, such as \"Bag, 0-3\", or "
                        + "Pipeline.NULL for the unconditional field, got %s",
                "null");
    }

    private NumberedRequests numbered(List<Long> labels, int count, long seed) {
        return new NumberedRequests(labels, count, seed, run.sampling().batchSize());
    }
}
