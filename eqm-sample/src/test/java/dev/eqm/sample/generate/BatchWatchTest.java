package dev.eqm.sample.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.sample.output.SampleSink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms are wanted if one of those who watch wants them. */
class BatchWatchTest {
    private static final SampleSink FINISHED = SampleSink.ofFinished(batch -> {});
    private static final SampleSink WATCHING = batch -> {};

    private static boolean wants(GenerationListener listener, SampleSink... sinks) {
        return new BatchWatch(0, List.of(sinks), listener).wantsNorms(5);
    }

    @Test
    void nobodyWantsNormsWhoTakesFinishedSamplesOnly() {
        assertThat(wants(GenerationListener.NONE)).isFalse();
        assertThat(wants(new Interruption(), FINISHED, FINISHED)).isFalse();
    }

    @Test
    void oneIsEnough() {
        assertThat(wants(GenerationListener.NONE, FINISHED, WATCHING)).isTrue();
        assertThat(wants(new GenerationListener() {}, FINISHED)).isTrue();
    }
}
