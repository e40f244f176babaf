package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.eqm.core.data.Png;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Training from Java, without any command line. */
@ExtendWith(LeakCheck.class)
class TrainingTest {
    private static final List<String> FILES =
            List.of(Checkpoints.MODEL, Checkpoints.EMA, Checkpoints.OPTIMIZER, "state.json");

    @TempDir private Path runs;

    /** Remembers what it heard. */
    private static final class Heard implements RunListener {
        private final List<String> all = new ArrayList<>();

        @Override
        public void found(String what) {
            all.add(what);
        }

        @Override
        public void warned(String what) {
            all.add("warning: " + what);
        }
    }

    /** Remembers the weights that training begins with. */
    private static final class Beginning implements TrainListener {
        private final Map<String, TensorData> weights = new HashMap<>();

        @Override
        public void started(TrainState state) {
            weights.putAll(ModelFile.tensors(state.model().parameters()));
        }
    }

    private RunConfig config(String... more) {
        return TinyConfig.in(runs, more);
    }

    private Path checkpoint(String name, long step) {
        return runs.resolve(name).resolve("checkpoints").resolve(String.format("%08d", step));
    }

    @Test
    void aRunInTwoHalvesEqualsAWholeOne() {
        Heard heard = new Heard();
        TrainedRun whole = Training.fresh(config("name=whole")).run(heard);
        assertThat(whole.result().reason()).isEqualTo(TrainResult.Reason.COMPLETED);
        assertThat(whole.result().step()).isEqualTo(6);
        Path samples = runs.resolve("whole/samples");
        assertThat(heard.all)
                .hasSize(5)
                .contains(
                        "preview  " + samples.resolve("00000003.png"),
                        "preview  " + samples.resolve("00000006.png"))
                .first()
                .asString()
                .startsWith(runs.resolve("whole") + ": ")
                .endsWith(" parameters, float32 on cpu, 1 lane");

        assertThat(Training.of(config("train.steps=3")).run(RunListener.SILENT).result().step())
                .isEqualTo(3);
        Training rest = Training.of(config()).resume();
        assertThat(rest.stepsDone()).isEqualTo(3);
        Heard after = new Heard();
        rest.run(after);
        assertThat(after.all).contains("resumed after step 3");
        assertThat(rest.stepsDone()).isEqualTo(6);
        for (String file : FILES) {
            assertThat(checkpoint("tiny", 6).resolve(file))
                    .hasSameBinaryContentAs(checkpoint("whole", 6).resolve(file));
        }
        // the files differ in the name of their run
        assertThat(Png.read(runs.resolve("tiny/samples/00000006.png")))
                .isEqualTo(Png.read(samples.resolve("00000006.png")));
    }

    @Test
    void whatIsTrainedIsFoundAndOpened() {
        TrainedRun run =
                Training.fresh(config("precision=auto", "lanes=0", "train.steps=1"))
                        .run(RunListener.SILENT);
        assertThat(run.config().lanes()).isPositive();
        assertThat(run.config()).isEqualTo(run.folder().readConfig());
        FoundModel found = run.model().find(RunListener.SILENT);
        assertThat(found.file()).isEqualTo(checkpoint("tiny", 1).resolve(Checkpoints.EMA));
        assertThat(found.classes().names()).contains("Sneaker");
    }

    @Test
    void aRunIsNeitherOverwrittenNorContinuedAsAnother() {
        Training first = Training.fresh(config("train.steps=2"));
        first.run(RunListener.SILENT);
        assertThatThrownBy(() -> first.run(RunListener.SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has already been used for training");
        assertThatThrownBy(() -> Training.fresh(config()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("already contains a run");
        assertThatThrownBy(() -> Training.resumed(config("train.seed=5", "loss.schedule.a=0.5")))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll(
                        "train.seed is 0, but now it would be 5",
                        "loss.schedule.a is 0.8, but now it would be 0.5",
                        "a resumed run keeps its configuration");
        assertThatThrownBy(() -> Training.resumed(config("name=other")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("contains no run to resume");
        RunConfig free = config("train.keepCheckpoints=1", "preview.every=0", "sampling.steps=1");
        assertThat(Training.resumed(free).run(RunListener.SILENT).result().step()).isEqualTo(6);
        assertThat(checkpoint("tiny", 3)).doesNotExist();
    }

    @Test
    void whatDoesNotFitIsToldBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> Training.fresh(config("model.classes=3")).run(RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("of 3 classes");
        String[] scores = {"evaluation.every=1", "evaluation.count=20"};
        assertThatThrownBy(() -> Training.fresh(config(scores)).run(RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("evaluation.count is 20");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void damagedCheckpointsArePassedOver() throws IOException {
        Training.fresh(config()).run(RunListener.SILENT);
        Path damaged = checkpoint("tiny", 6);
        byte[] weights = Files.readAllBytes(damaged.resolve(Checkpoints.MODEL));
        Files.write(damaged.resolve(Checkpoints.MODEL), new byte[100]);
        Heard heard = new Heard();
        Training.resumed(config()).run(heard);
        assertThat(heard.all.get(0))
                .startsWith("warning: skipped a damaged checkpoint")
                .contains("00000006");
        assertThat(heard.all).contains("resumed after step 3");
        assertThat(damaged.resolve(Checkpoints.MODEL)).hasBinaryContent(weights);
    }

    @Test
    void aWarmStartBeginsWithTheAverageOfAnotherRun() {
        Training.fresh(config("name=first", "ema.decay=0.5")).run(RunListener.SILENT);
        RunConfig next = config("name=next", "train.steps=1").startingFrom(runs + "/first");
        Beginning beginning = new Beginning();
        Heard heard = new Heard();
        TrainedRun run = Training.fresh(next).run(heard, new GridPreview(), List.of(beginning));
        Path file = checkpoint("first", 6).resolve(Checkpoints.EMA);
        assertThat(heard.all).contains("starting from the weights of " + file);
        assertThat(run.config().warmStart()).isEqualTo(file.toString());
        try (FieldModel read = ModelFile.read(file, run.config().fixedPrecision(), Device.cpu())) {
            assertThat(beginning.weights).isEqualTo(ModelFile.tensors(read.parameters()));
        }
        RunConfig wider = config("name=wider", "model.backbone.width=12", "warmStart=" + file);
        assertThatThrownBy(() -> Training.fresh(wider).run(RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("width 8.0, this run 12.0");
        RunConfig nowhere = config("name=wider", "warmStart=" + runs.resolve("none"));
        assertThatThrownBy(() -> Training.fresh(nowhere).run(RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no such run or checkpoint");
        assertThat(runs.resolve("wider")).doesNotExist();
    }

    /** 0.9999^6 of the average are the weights that it began with. */
    @Test
    void anAverageOfFirstWeightsIsNotSampledFrom() {
        String[] slow = {"name=slow", "ema={decay: 0.9999, warmup: false}"};
        Heard heard = new Heard();
        TrainedRun run = Training.fresh(config(slow)).run(heard);
        assertThat(heard.all.get(0))
                .startsWith("warning: after 6 steps, initial weights")
                .contains("initial weights still make up 100 %", "ema.warmup: true");
        assertThat(heard.all)
                .contains(
                        "preview  "
                                + runs.resolve("slow/samples/00000006.png")
                                + " (from the trained weights: 100 % of the average are still initial weights)");
        Heard found = new Heard();
        assertThat(run.model().find(found).file())
                .isEqualTo(checkpoint("slow", 6).resolve(Checkpoints.MODEL));
        assertThat(found.all.get(0))
                .startsWith("warning: the initial weights still make up")
                .contains("(weights=ema uses the average)");
        assertThat(found.all.get(1)).contains("(model weights)");
        ModelChoice average =
                new ModelChoice(
                        new ModelPlace.Run(runs.resolve("slow")), "ema", FollowedField.GRADIENT);
        assertThat(average.find(RunListener.SILENT).file())
                .isEqualTo(checkpoint("slow", 6).resolve(Checkpoints.EMA));
        Heard next = new Heard();
        Training.fresh(config("name=next").startingFrom(runs + "/slow")).run(next);
        assertThat(next.all)
                .contains(
                        "starting from the weights of "
                                + checkpoint("slow", 6).resolve(Checkpoints.MODEL));
        Path file = checkpoint("slow", 6).resolve(Checkpoints.EMA);
        assertThatThrownBy(
                        () ->
                                new ModelChoice(ModelPlace.of(file), "ema", FollowedField.GRADIENT)
                                        .find(RunListener.SILENT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("weights=ema has no effect");
    }

    /** Configurations of older versions do not name the key: they keep their meaning. */
    @Test
    void theDefaultAverageDoesNotWarmUp() {
        assertThat(RunConfig.DEFAULT.ema().isFormed(1)).isFalse();
        assertThat(config("ema.warmup=true").ema().isFormed(1)).isTrue();
    }

    @Test
    void theLastStepIsLogged() throws IOException {
        Training.fresh(config("train.logEvery=100", "train.steps=5")).run(RunListener.SILENT);
        assertThat(Files.readString(runs.resolve("tiny/metrics.jsonl"))).startsWith("{\"step\":5,");
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedByName() {
        Training.fresh(config("name=first", "train.steps=1")).run(RunListener.SILENT);
        Path whole = checkpoint("first", 1).resolve(Checkpoints.MODEL);
        Map<String, TensorData> tensors = new LinkedHashMap<>(Safetensors.read(whole).tensors());
        float[] bias = tensors.get("final_layer.linear.bias").floats();
        bias[0] = Float.NaN;
        tensors.put("final_layer.linear.bias", TensorData.of(bias, bias.length));
        Path damaged = runs.resolve("damaged.safetensors");
        Safetensors.write(damaged, tensors, Safetensors.read(whole).metadata());
        RunConfig next = config("name=next", "warmStart=" + damaged);
        assertThatThrownBy(() -> Training.fresh(next).run(RunListener.SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("damaged.safetensors")
                .hasMessageContaining("'final_layer.linear.bias' (1 number)");
        assertThat(runs.resolve("next")).doesNotExist();
    }

    /** There is no checkpoint yet that a run could be resumed from. */
    @Test
    void aFirstStepThatExplodesIsNotToBeResumed() {
        RunConfig config = config("optimizer.learningRate=1e5", "train.checkpointEvery=100");
        assertThatThrownBy(() -> Training.fresh(config).run(RunListener.SILENT))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("No checkpoint has been written yet")
                .hasMessageNotContaining("resume with");
    }

    @Test
    void aStopIsACheckpointAndTheRestEqualsAWholeRun() {
        Training training = Training.fresh(config("train.checkpointEvery=100"));
        TrainListener stopper =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        if (report.step() == 2) {
                            training.requestStop();
                        }
                    }
                };
        TrainedRun stopped = training.run(RunListener.SILENT, new GridPreview(), List.of(stopper));
        assertThat(stopped.result().reason()).isEqualTo(TrainResult.Reason.STOPPED);
        assertThat(training.stepsDone()).isEqualTo(2);

        Training early = Training.fresh(config("name=early"));
        early.requestStop(); // before it began
        assertThat(early.run(RunListener.SILENT).result().step()).isEqualTo(1);
        for (String name : List.of("tiny", "early")) {
            Training.resumed(config("name=" + name)).run(RunListener.SILENT);
        }
        for (String file : FILES) {
            assertThat(checkpoint("early", 6).resolve(file))
                    .hasSameBinaryContentAs(checkpoint("tiny", 6).resolve(file));
        }
    }

    @Test
    void theCallersPictureIsShownAndItsListenersAreClosed() {
        List<String> events = new ArrayList<>();
        TrainListener closing =
                new TrainListener() {
                    @Override
                    public void close() {
                        events.add("closed");
                    }
                };
        PreviewPicture picture =
                (config, model, file) ->
                        events.add(
                                config.name() + " " + file.getFileName() + " " + model.classes());
        Heard heard = new Heard();
        Training.fresh(config()).run(heard, picture, List.of(closing));
        assertThat(events)
                .containsExactly("tiny 00000003.png 10", "tiny 00000006.png 10", "closed");
        assertThat(heard.all).hasSize(5);
    }

    /** {@code preview.every: 0} is none at all; any other number has one of the end, too. */
    @Test
    void noPreviewsMeansNoneAtTheEndEither() {
        Path pictures = runs.resolve("tiny/samples");
        Heard heard = new Heard();
        Training.fresh(config("preview.every=0")).run(heard);
        assertThat(pictures).doesNotExist();
        assertThat(String.join("\n", heard.all)).doesNotContain("picture");
        Training.fresh(config("name=late", "preview.every=100")).run(RunListener.SILENT);
        assertThat(runs.resolve("late/samples/00000006.png")).exists();
    }

    @Test
    void obstaclesOfPicturesAreTold() {
        PreviewPicture impossible =
                new PreviewPicture() {
                    @Override
                    public String obstacle(RunConfig config) {
                        return "too small";
                    }

                    @Override
                    public void write(RunConfig config, FieldModel model, Path file) {
                        throw new AssertionError("was told that it cannot");
                    }
                };
        Heard heard = new Heard();
        Training.fresh(config("train.steps=1")).run(heard, impossible, List.of());
        assertThat(heard.all).hasSize(4).contains("no preview images: too small");
    }

    @Test
    void anExplosionSaysWhatIsLeft() {
        RunConfig hot =
                config(
                        "optimizer.learningRate=1e5",
                        "train.steps=200",
                        "train.checkpointEvery=1",
                        "preview.every=0");
        assertThatThrownBy(() -> Training.fresh(hot).run(RunListener.SILENT))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContainingAll("gradient norm", "checkpoints are intact");
        assertThat(checkpoint("tiny", 1).resolve("state.json")).exists();
    }
}
