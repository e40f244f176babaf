package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Picture;
import dev.eqm.core.device.Precision;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.SampleSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/**
 * A model that answers requests for pictures, from any number of threads at once: each works with
 * arrays of its own, so a request gives the same bytes whatever runs beside it.
 *
 * <p>Errors, before any work: {@link IllegalArgumentException} for a label, guidance or settings
 * that do not fit the model; {@link IllegalStateException} once {@link #close} has begun. While
 * working: {@link java.util.concurrent.CancellationException}, {@link RequestTimeoutException},
 * {@link dev.eqm.sample.output.DivergedException}. In every case the memory of the request is free
 * when the exception arrives.
 *
 * <p>A thread that is interrupted, by {@code Future.cancel(true)} for instance, ends its request as
 * a {@link Cancellation} would, before the network is evaluated again, and stays interrupted.
 */
public final class GenerationSession implements AutoCloseable {
    private final FieldModel model;
    private final Decoder decoder;
    private final SessionSettings settings;
    private final Runnable closing;
    private final RunningRequests running = new RunningRequests("session");

    /**
     * A session over a model, which it closes with itself.
     *
     * @param codec turns states into pictures; stays open
     * @param settings what requests start from
     * @throws IllegalArgumentException if the codec cannot decode the model's states
     */
    public GenerationSession(FieldModel model, Codec codec, SessionSettings settings) {
        this(model, codec, settings, model::close);
    }

    /**
     * A session over a model that others use too.
     *
     * @param closing is run once by {@link #close}, when the last request has ended, instead of
     *     closing the model
     * @throws IllegalArgumentException as above
     */
    public GenerationSession(
            FieldModel model, Codec codec, SessionSettings settings, Runnable closing) {
        requireGiven("model", model, "codec", codec, "settings", settings, "closing", closing);
        this.model = model;
        this.decoder = Decoder.of(codec, model.sampleShape());
        this.settings = settings;
        this.closing = closing;
    }

    /**
     * A session over a model file, such as a checkpoint's {@code ema.safetensors} or an exported
     * {@code model.onnx}.
     */
    public static GenerationSession open(
            Path file, Precision precision, Device device, Codec codec, SessionSettings settings) {
        requireGiven(
                "file",
                file,
                "precision",
                precision,
                "device",
                device,
                "codec",
                codec,
                "settings",
                settings);
        return over(ModelFile.readForSampling(file, precision, device), codec, settings);
    }

    /**
     * The same for a file of a network or an energy that no catalogue knows.
     *
     * @param wanted what the file is to hold
     */
    public static GenerationSession open(
            Path file,
            ModelArchitecture wanted,
            Precision precision,
            Device device,
            Codec codec,
            SessionSettings settings) {
        requireGiven(
                "file",
                file,
                "wanted",
                wanted,
                "precision",
                precision,
                "device",
                device,
                "codec",
                codec,
                "settings",
                settings);
        return over(ModelFile.readForSampling(file, wanted, precision, device), codec, settings);
    }

    private static GenerationSession over(FieldModel model, Codec codec, SessionSettings settings) {
        try {
            return new GenerationSession(model, codec, settings);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** A request with the session's settings. */
    public GenerationRequest request(List<Item> items) {
        return new GenerationRequest(items, settings);
    }

    /**
     * Makes the pictures in this thread.
     *
     * @param cancellation ends the request early; may serve several requests
     */
    public GenerationResult generate(GenerationRequest request, Cancellation cancellation) {
        requireGiven("request", request, "cancellation", cancellation);
        Cancellation all = running.enter();
        try {
            List<Picture> pictures = new ArrayList<>();
            SampleSink sink =
                    SampleSink.ofFinished(
                            batch -> pictures.addAll(decoder.pictures(batch.states())));
            Deadline deadline = new Deadline(request.settings().timeout(), cancellation, all);
            GenerationReport report = run(request, sink, deadline);
            return new GenerationResult(
                    List.copyOf(pictures),
                    report.gradientNorms(),
                    report.effort(),
                    report.seconds());
        } finally {
            running.leave(all);
        }
    }

    /**
     * The pictures on the way, batch by batch, the finished ones last. Each subscriber has a run of
     * its own, in a thread of its own.
     *
     * <p>Back-pressure is exact: no frame is dropped or queued. The run makes a frame when one has
     * been requested and waits otherwise, holding its memory, at most until the timeout. Cancelling
     * the subscription ends the run within one step. {@code onError} brings what {@link #generate}
     * would throw.
     *
     * @param steps when frames are taken
     * @throws IllegalArgumentException if a frame lies behind the last update
     */
    public Flow.Publisher<Frame> frames(GenerationRequest request, FrameSteps steps) {
        requireGiven("request", request, "steps", steps);
        int last = steps.steps().get(steps.size() - 1);
        Generation generation = generation(request);
        int most = generation.method().reports();
        if (last > most) {
            throw new BrokenRuleException(
                    "a frame was requested after step %d, but the request ends after step %d"
                            .formatted(last, most));
        }
        generation.requireFits(model);
        return subscriber ->
                new FrameRun(subscriber, decoder, steps, running)
                        .start(
                                request.settings().timeout(),
                                (sink, deadline) -> run(request, sink, deadline));
    }

    private GenerationReport run(GenerationRequest request, SampleSink sink, Deadline deadline) {
        deadline.requireTime();
        return generation(request).run(model, List.of(sink), deadline);
    }

    private Generation generation(GenerationRequest request) {
        Sampling how = request.settings().sampling();
        return Generation.of(
                model.architecture(), how, new ItemRequests(request.items(), how.batchSize()));
    }

    /** Requests that have begun and not ended. */
    public int running() {
        return running.count();
    }

    /** Ends all running requests as their own cancellation would; new ones may come. */
    public void cancelAll() {
        running.cancelAll();
    }

    /**
     * Takes no more requests, waits for the running ones and frees the model, if it is its own. A
     * run of frames whose subscriber requests nothing ends by its timeout; {@link #cancelAll} ends
     * it before.
     *
     * @throws IllegalStateException if called by a running request itself, which would wait for
     *     ever
     */
    @Override
    public void close() {
        if (running.close()) {
            closing.run();
        }
    }
}
