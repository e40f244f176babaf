package dev.eqm.sample.session;

import static dev.eqm.sample.session.SessionModel.ENDLESS;
import static dev.eqm.sample.session.SessionModel.await;
import static dev.eqm.sample.session.SessionModel.items;
import static dev.eqm.sample.session.SessionModel.pictures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.data.Picture;
import dev.eqm.core.device.Precision;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.DormandPrince;
import dev.eqm.sample.integrator.Euler;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.FrameSteps;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class GenerationSessionTest {
    @Test
    void eightThreadsAtOnceGiveTheSerialBytes() throws Exception {
        try (GenerationSession session = SessionModel.open()) {
            List<GenerationRequest> requests = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                requests.add(
                        session.request(List.of(new Item(i % 5, i), new Item(3, i + 100)))
                                .withGuidance(new Guidance(i % 3, 0))
                                .withSteps(5 + i % 4));
            }
            List<List<Picture>> serial = requests.stream().map(r -> pictures(session, r)).toList();
            assertThat(serial.get(0)).isNotEqualTo(serial.get(1));
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Callable<List<Picture>>> calls = new ArrayList<>();
                requests.forEach(r -> calls.add(() -> pictures(session, r)));
                List<Future<List<Picture>>> answers = pool.invokeAll(calls);
                for (int i = 0; i < serial.size(); i++) {
                    assertThat(answers.get(i).get()).isEqualTo(serial.get(i));
                }
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void anItemIsTheSameAloneAndAmongOthers() {
        SessionSettings one =
                new SessionSettings(
                        Sampling.DEFAULT.withRule(SessionModel.RULE).withSteps(10).withBatchSize(1),
                        Duration.ofMinutes(1));
        try (GenerationSession session = SessionModel.open(one)) {
            List<Picture> together = pictures(session, session.request(items()));
            for (int i = 0; i < items().size(); i++) {
                assertThat(pictures(session, session.request(List.of(items().get(i)))))
                        .containsExactly(together.get(i));
            }
            assertThat(together.get(2)).isNotEqualTo(together.get(3)); // same label, other seed
        }
    }

    @Test
    void anItemIsASampleOfARunWithItsSeed() {
        List<Picture> run = new ArrayList<>();
        try (SiT model = GoldenSet.pixel()) {
            Decoder decoder = Decoder.of(new PixelCodec(), model.sampleShape());
            SampleSink sink = batch -> run.addAll(decoder.pictures(batch.states()));
            new Generation(
                            new Sampler(SessionModel.RULE, new StopRule.MaxSteps(10)),
                            new Guidance(2, 0),
                            new NumberedRequests(List.of(4L, 1L), 3, 42, 3))
                    .run(model, List.of(sink));
        }
        try (GenerationSession session = SessionModel.open()) {
            List<Item> same = List.of(new Item(4, 42), new Item(1, 42, 1), new Item(4, 42, 2));
            assertThat(pictures(session, session.request(same))).isEqualTo(run);
        }
    }

    @Test
    void requestsOverrideTheSession() {
        try (GenerationSession session = SessionModel.open()) {
            GenerationRequest request = session.request(items());
            List<Picture> usual = pictures(session, request);
            assertThat(pictures(session, request)).isEqualTo(usual);
            assertThat(pictures(session, request.withSteps(9))).isNotEqualTo(usual);
            assertThat(pictures(session, request.withGuidance(Guidance.NONE))).isNotEqualTo(usual);
            assertThat(pictures(session, request.withRule(new GradientDescent(0.05))))
                    .isNotEqualTo(usual);
            GenerationResult result = session.generate(request, new Cancellation());
            assertThat(result.gradientNorms()).hasSize(4).doesNotContain(0);
            assertThat(result.seconds()).isPositive();
            assertThat(result.toString())
                    .startsWith("GenerationResult[pictures=4, gradientNorms=[")
                    .contains("Effort[steps=[10, 10, 10, 10], rejected=[0, 0, 0, 0]")
                    .doesNotContain("@");
        }
    }

    /** A network that sees time is followed; pictures are those of a run that does the same. */
    @Test
    void integratorsFollowNetworksThatSeeTime() {
        SiTConfig config = new SiTConfig(8, 4, 3, 24, 2, 3, 4, 5, 0.1, false, true);
        SiT model = SiT.fresh(config, Precision.FLOAT32, Device.cpu(), 0);
        SessionSettings heun =
                new SessionSettings(
                        Sampling.DEFAULT.withIntegrator(new Heun()).withSteps(4).withBatchSize(3),
                        Duration.ofMinutes(1));
        try (GenerationSession session = new GenerationSession(model, new PixelCodec(), heun)) {
            GenerationResult result =
                    session.generate(session.request(items()), new Cancellation());
            assertThat(result.pictures()).hasSize(4);
            assertThat(result.effort().steps()).containsOnly(4);
            assertThat(result.effort().evaluations()).containsOnly(8);
            assertThat(result.effort().calls()).isEqualTo(16); // two batches
            GenerationRequest adaptive =
                    session.request(items()).withIntegrator(new DormandPrince(1e-3, 1e-6, 100));
            int[] nfe = session.generate(adaptive, new Cancellation()).effort().evaluations();
            assertThat(Arrays.stream(nfe)).hasSize(4).allMatch(n -> n > 6);
            assertThatThrownBy(() -> session.frames(adaptive, new FrameSteps(List.of(0, 2))))
                    .hasMessage(
                            "a frame was requested after step 2, but the request ends after step 1");
            refused(
                    session,
                    session.request(items()).withRule(new GradientDescent(1)),
                    "takes time as an input");
            assertThatThrownBy(() -> session.request(items()).withGMin(1))
                    .hasMessageContaining("gMin works only with update rules, since");
        }
    }

    /** Euler along −∇E with h = η is descent, also in a session. */
    @Test
    void integratorsFollowNetworksThatSeeNoTime() {
        try (GenerationSession session = SessionModel.open()) {
            GenerationRequest request = session.request(items());
            assertThat(pictures(session, request.withIntegrator(new Euler())))
                    .isEqualTo(pictures(session, request.withRule(new GradientDescent(0.1))));
        }
    }

    @Test
    void aCancelledRequestEndsAndFreesItsMemory() throws Exception {
        try (GenerationSession session = SessionModel.open()) {
            GenerationRequest endless = session.request(items()).withSteps(ENDLESS);
            Cancellation cancellation = new Cancellation();
            long before = LeakCheck.openArrays();
            ExecutorService pool = Executors.newSingleThreadExecutor();
            try {
                Future<?> answer = pool.submit(() -> session.generate(endless, cancellation));
                await(() -> LeakCheck.openArrays() > before);
                cancellation.cancel();
                assertThatThrownBy(answer::get)
                        .cause()
                        .isInstanceOf(CancellationException.class)
                        .message()
                        .containsPattern("cancelled (after step|before its first step)");
            } finally {
                pool.shutdown();
            }
            assertThat(LeakCheck.openArrays()).isEqualTo(before);
            assertThat(session.running()).isZero();
            assertThatThrownBy(() -> session.generate(endless, cancellation))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("before it began");
        }
    }

    @Test
    void aTimeoutEndsARequest() {
        try (GenerationSession session = SessionModel.open()) {
            GenerationRequest endless =
                    session.request(items()).withSteps(ENDLESS).withTimeout(Duration.ofMillis(60));
            assertThatThrownBy(() -> session.generate(endless, new Cancellation()))
                    .isInstanceOf(RequestTimeoutException.class)
                    .message()
                    .containsPattern("timed out \\(PT0.06S\\) (after step|before its first step)")
                    .contains("fewer steps");
        }
    }

    @Test
    void closeWaitsForRunningRequests() throws Exception {
        GenerationSession session = SessionModel.open();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            GenerationRequest endless = session.request(items()).withSteps(ENDLESS);
            Future<?> request = pool.submit(() -> session.generate(endless, new Cancellation()));
            await(() -> session.running() == 1);
            Future<Boolean> closed =
                    pool.submit(
                            () -> {
                                session.close();
                                return session.running() == 0;
                            });
            await(() -> isClosed(session));
            Thread.sleep(30);
            assertThat(closed.isDone()).isFalse();
            session.cancelAll();
            assertThat(closed.get()).isTrue();
            assertThatThrownBy(request::get).hasCauseInstanceOf(CancellationException.class);
        } finally {
            pool.shutdown();
        }
        session.close();
    }

    private static boolean isClosed(GenerationSession session) {
        try {
            session.generate(session.request(items()).withSteps(1), new Cancellation());
            return false;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the session is closed: open another one");
            return true;
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (GenerationSession session = SessionModel.open()) {
            refused(session, session.request(List.of(new Item(6, 0))), "labels 0 to 4");
            refused(
                    session,
                    session.request(items()).withGuidance(new Guidance(2, 4)),
                    "guidance of 4 channels");
            assertThatThrownBy(() -> session.request(List.of())).hasMessageContaining("item");
            assertThatThrownBy(() -> new Item(-1, 0)).hasMessageContaining("label");
            assertThatThrownBy(() -> session.request(items()).withSteps(0))
                    .hasMessageContaining("steps must be at least 1");
            assertThatThrownBy(() -> session.request(items()).withTimeout(Duration.ZERO))
                    .hasMessageContaining("timeout must be positive");
            assertThatThrownBy(
                            () ->
                                    session.generate(
                                            session.request(items())
                                                    .withRule(new GradientDescent(1e4)),
                                            new Cancellation()))
                    .isInstanceOf(DivergedException.class);
        }
        SiTConfig latents = new SiTConfig(8, 4, 4, 24, 2, 3, 4, 5, 0, false, false);
        try (SiT model = SiT.fresh(latents, Precision.FLOAT32, Device.cpu(), 0)) {
            assertThatThrownBy(
                            () ->
                                    new GenerationSession(
                                            model, new PixelCodec(), SessionSettings.DEFAULT))
                    .hasMessageContaining("a latent model needs its autoencoder");
        }
    }

    private static void refused(
            GenerationSession session, GenerationRequest request, String message) {
        assertThatThrownBy(() -> session.generate(request, new Cancellation()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** What the package's page shows. */
    @Test
    void opensAModelFile(@TempDir Path folder) {
        Path file = folder.resolve("ema.safetensors");
        try (SiT model = GoldenSet.pixel()) {
            ModelFile.write(file, model.architecture(), model.parameters());
        }
        try (GenerationSession session =
                GenerationSession.open(
                        file,
                        Precision.FLOAT32,
                        Device.cpu(),
                        new PixelCodec(),
                        SessionSettings.DEFAULT)) {
            GenerationRequest request =
                    session.request(List.of(new Item(3, 42), new Item(1, 42))).withSteps(50);
            List<Picture> pictures = session.generate(request, new Cancellation()).pictures();
            assertThat(pictures).hasSize(2);
        }
    }
}
