package dev.eqm.sample.session;

import dev.eqm.core.data.Picture;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.UpdateRule;
import java.time.Duration;
import java.util.List;

/** Sessions over the official code's small pixel model: 3x8x8, 5 classes. */
final class SessionModel {
    static final UpdateRule RULE = new Nesterov(0.05, 0.5);

    static final SessionSettings SETTINGS =
            new SessionSettings(
                    Sampling.DEFAULT
                            .withRule(RULE)
                            .withSteps(10)
                            .withGuidance(new Guidance(2, 0))
                            .withBatchSize(3),
                    Duration.ofMinutes(1));

    /** So many steps that only an early end is an end. */
    static final int ENDLESS = 100_000_000;

    private SessionModel() {}

    static GenerationSession open() {
        return open(SETTINGS);
    }

    static GenerationSession open(SessionSettings settings) {
        return new GenerationSession(GoldenSet.pixel(), new PixelCodec(), settings);
    }

    static List<Item> items() {
        return List.of(new Item(0, 5), new Item(4, 6), new Item(2, 7), new Item(2, 8));
    }

    static List<Picture> pictures(GenerationSession session, GenerationRequest request) {
        return session.generate(request, new Cancellation()).pictures();
    }

    /** Waits for a condition, at most ten seconds. */
    static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nothing happened for ten seconds");
            }
            Thread.onSpinWait();
        }
    }
}
