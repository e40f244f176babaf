package dev.eqm.run;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.config.Given;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.sampling.SamplingKeys;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Integrators;
import java.util.Arrays;
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
 * @param network what the file must hold; none: what it names, which a catalogue must know
 * @param listener hears which weights were taken and how long work goes, on the threads that work
 */
public record PipelineBuilder(
        ModelChoice model,
        ComputeChoice compute,
        UnaryOperator<Sampling> sampling,
        List<CodecChoice> codec,
        List<ModelArchitecture> network,
        RunListener listener) {
    public PipelineBuilder {
        requireGiven(
                "model",
                model,
                "compute",
                compute,
                "sampling",
                sampling,
                "codec",
                codec,
                "network",
                network,
                "listener",
                listener);
        codec = List.copyOf(codec);
        network = List.copyOf(network);
    }

    /** The same with the network that the file names. */
    public PipelineBuilder(
            ModelChoice model,
            ComputeChoice compute,
            UnaryOperator<Sampling> sampling,
            List<CodecChoice> codec,
            RunListener listener) {
        this(model, compute, sampling, codec, List.of(), listener);
    }

    /** As configured. */
    static PipelineBuilder of(ModelChoice model) {
        return new PipelineBuilder(
                model,
                ComputeChoice.AS_CONFIGURED,
                s -> s,
                List.of(),
                List.of(),
                RunListener.SILENT);
    }

    /** Computes on {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}. */
    public PipelineBuilder device(String name) {
        require(name != null, "name must be a device, such as cpu, got %s", "null");
        return computing(new ComputeChoice(name, compute.precision()));
    }

    /** Computes matrix products in a precision. */
    public PipelineBuilder precision(Precision precision) {
        require(precision != null, "precision must be a precision, got %s", "null");
        String name = precision.name().toLowerCase(Locale.ROOT);
        return computing(new ComputeChoice(compute.device(), name));
    }

    /** Takes other weights than the main average: {@code model}, or such as {@code ema-0.9999}. */
    public PipelineBuilder weights(String name) {
        require(name != null, "name must be weights, such as ema, got %s", "null");
        ModelChoice other = new ModelChoice(model.place(), name, model.field());
        return new PipelineBuilder(other, compute, sampling, codec, network, listener);
    }

    /** Samples by a rule or an integrator of the catalogues, such as {@code gd} or {@code heun}. */
    public PipelineBuilder sampler(String name) {
        require(name != null, "name must be a sampler, such as gd, got %s", "null");
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
        return set("cfg=" + scale); // named so in a configuration
    }

    /** Settings as {@code eqm sample --set} takes them: {@code rule.eta=0.01}. */
    public PipelineBuilder set(String... settings) {
        require(settings != null, "settings must be key=value, got %s", "null");
        List<Given> all = Arrays.stream(settings).map(Given::byKey).toList();
        return sampling(s -> SamplingKeys.overGiven(s, all));
    }

    /**
     * Samples made otherwise, by a rule of one's own for instance: {@code s -> s.withRule(mine)}.
     */
    public PipelineBuilder sampling(UnaryOperator<Sampling> change) {
        require(change != null, "change must be a function, got %s", "null");
        UnaryOperator<Sampling> before = sampling;
        return new PipelineBuilder(
                model, compute, s -> change.apply(before.apply(s)), codec, network, listener);
    }

    /** Pictures made by another codec; {@code new CodecChoice.Pixels()} where only states count. */
    public PipelineBuilder codec(CodecChoice other) {
        require(other != null, "other must be a codec, got %s", "null");
        return new PipelineBuilder(model, compute, sampling, List.of(other), network, listener);
    }

    /**
     * The network that the weights are of, where no catalogue knows it: one of {@code Networks.of}
     * or {@code Networks.ofDjl}, which a file names but cannot hold.
     *
     * @param architecture must be equal to what was trained
     */
    public PipelineBuilder network(ModelArchitecture architecture) {
        require(architecture != null, "architecture must be a network, got %s", "null");
        return new PipelineBuilder(
                model, compute, sampling, codec, List.of(architecture), listener);
    }

    /** Tells a listener what happens. */
    public PipelineBuilder listener(RunListener other) {
        require(other != null, "other must be a listener, got %s", "null");
        return new PipelineBuilder(model, compute, sampling, codec, network, other);
    }

    private PipelineBuilder computing(ComputeChoice other) {
        return new PipelineBuilder(model, other, sampling, codec, network, listener);
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
        FoundModel named = model.find(listener);
        FoundModel found = network.isEmpty() ? named : named.holding(network.get(0));
        Sampling how = sampling.apply(found.config().sampling());
        CodecChoice making = codec.isEmpty() ? found.config().codec() : codec.get(0);
        SamplingSetup setup =
                new SamplingSetup(found, how, compute, making.resolved(found.channels()), 0);
        return new Pipeline(setup.open(listener));
    }
}
