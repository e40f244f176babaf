package dev.eqm.run;

import dev.eqm.core.device.Precision;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * How a {@link Pipeline} is opened. Everything is as the model's run is configured unless a method
 * here says otherwise; each answers a copy. What is said later wins; all of it is checked by {@link
 * #open}, before weights are read.
 *
 * <pre>{@code
 * Pipeline eqm = Pipeline.from(Path.of("runs/fashion-mnist"))
 *         .device("cuda").sampler("nesterov").steps(100).guidance(2).set("rule.eta=0.005")
 *         .open();
 * }</pre>
 *
 * @param model whose
 * @param compute where, and how precisely
 * @param sampling what is made of the run's own way of sampling
 * @param codec what makes pictures of states; none: as configured
 * @param listener hears which weights were taken and how long work goes, on the threads that work
 */
public record PipelineBuilder(
        ModelChoice model,
        ComputeChoice compute,
        UnaryOperator<Sampling> sampling,
        List<CodecChoice> codec,
        RunListener listener) {
    public PipelineBuilder {
        codec = List.copyOf(codec);
    }

    /** As configured. */
    static PipelineBuilder of(ModelChoice model) {
        return new PipelineBuilder(
                model, ComputeChoice.AS_CONFIGURED, s -> s, List.of(), RunListener.SILENT);
    }

    /** Computes on {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}. */
    public PipelineBuilder device(String name) {
        return computing(new ComputeChoice(name, compute.precision()));
    }

    /** Computes matrix products in a precision. */
    public PipelineBuilder precision(Precision precision) {
        String name = precision.name().toLowerCase(Locale.ROOT);
        return computing(new ComputeChoice(compute.device(), name));
    }

    /** Takes other weights than the main average: {@code model}, or such as {@code ema-0.9999}. */
    public PipelineBuilder weights(String name) {
        ModelChoice other = new ModelChoice(model.place(), name, model.field());
        return new PipelineBuilder(other, compute, sampling, codec, listener);
    }

    /** Samples by a rule or an integrator of the catalogues, such as {@code gd} or {@code heun}. */
    public PipelineBuilder sampler(String name) {
        return Integrators.examples().containsKey(name)
                ? set("integrator.kind=" + name, "method=integrate")
                : set("rule.kind=" + name, "method=descend");
    }

    /** So many updates, or at most so many. */
    public PipelineBuilder steps(int count) {
        return sampling(s -> s.withSteps(count));
    }

    /** Guidance of a scale; 1 is none. */
    public PipelineBuilder guidance(double scale) {
        return set("cfg=" + scale);
    }

    /** Settings as {@code eqm sample --set} takes them: {@code rule.eta=0.01}. */
    public PipelineBuilder set(String... settings) {
        List<String> all = List.of(settings);
        return sampling(s -> SamplingKeys.over(s, all));
    }

    /**
     * Samples made otherwise, by a rule of one's own for instance: {@code s -> s.withRule(mine)}.
     */
    public PipelineBuilder sampling(UnaryOperator<Sampling> change) {
        UnaryOperator<Sampling> before = sampling;
        return new PipelineBuilder(
                model, compute, s -> change.apply(before.apply(s)), codec, listener);
    }

    /** Pictures made by another codec; {@code new CodecChoice.Pixels()} where only states count. */
    public PipelineBuilder codec(CodecChoice other) {
        return new PipelineBuilder(model, compute, sampling, List.of(other), listener);
    }

    /** Tells a listener what happens. */
    public PipelineBuilder listener(RunListener other) {
        return new PipelineBuilder(model, compute, sampling, codec, other);
    }

    private PipelineBuilder computing(ComputeChoice other) {
        return new PipelineBuilder(model, other, sampling, codec, listener);
    }

    /**
     * Reads the model and what makes pictures of its states; the caller closes the pipeline.
     *
     * @throws UsageException if there are no such weights
     * @throws dev.eqm.run.config.ConfigException for a setting that is wrong, or an autoencoder
     *     whose weights are not there
     * @throws dev.eqm.models.weights.CheckpointException for damaged files
     */
    public Pipeline open() {
        FoundModel found = model.find(listener);
        Sampling how = sampling.apply(found.config().sampling());
        CodecChoice making = codec.isEmpty() ? found.config().codec() : codec.get(0);
        SamplingSetup setup =
                new SamplingSetup(found, how, compute, making.resolved(found.channels()), 0);
        return new Pipeline(setup.open(listener));
    }
}
