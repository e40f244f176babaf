package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.TrainingPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Networks and losses of one's own that answer in another shape than they should. */
@ExtendWith(LeakCheck.class)
class OwnNetworkTest {
    /** A network whose answers and gradients are made into something else. */
    private record Changed(
            FieldModel network, UnaryOperator<NDArray> answer, UnaryOperator<NDList> gradients)
            implements FieldModel {
        @Override
        public Prediction answer(NDArray x, NDArray gamma, NDArray labels) {
            Prediction said = network.answer(x, gamma, labels);
            return new Prediction(answer.apply(said.gradient()), said.tokens());
        }

        @Override
        public TrainingPass trainingPass(NDArray x, NDArray gamma, NDArray labels, long[] seeds) {
            TrainingPass pass = FieldModel.super.trainingPass(x, gamma, labels, seeds);
            return new TrainingPass() {
                @Override
                public Prediction answer() {
                    return pass.answer();
                }

                @Override
                public NDList gradients(NDArray loss) {
                    return gradients.apply(pass.gradients(loss));
                }
            };
        }

        @Override
        public Parameters parameters() {
            return network.parameters();
        }

        @Override
        public ModelArchitecture architecture() {
            return network.architecture();
        }

        @Override
        public Conditioned condition(long[] labels, double[] times) {
            return network.condition(labels, times);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static void refused(
            UnaryOperator<NDArray> answer, UnaryOperator<NDList> gradients, Loss loss, String why) {
        TinyRun run = TinyRun.usual();
        try (TrainState state = run.start()) {
            FieldModel own = new Changed(state.model(), answer, gradients);
            TrainState start =
                    new TrainState(own, state.averages(), state.optimizer(), state.count());
            assertThatExceptionOfType(BrokenRuleException.class)
                    .isThrownBy(() -> run.with(loss).step().run(start))
                    .withMessageContaining(why);
        }
    }

    /** A loss of one's own that looks at nothing but the answer. */
    private record Smallness(boolean perSampleIsFlat) implements Loss {
        @Override
        public LossValue of(Prediction answer, Corruption batch) {
            try (Scope scope = Scope.open()) {
                NDArray f = answer.gradient();
                NDArray squares = f.mul(f).mean();
                NDArray each =
                        perSampleIsFlat
                                ? f.mul(f).flatten()
                                : f.mul(f).flatten(1, -1).mean(new int[] {1});
                return new LossValue(
                        scope.keep(squares),
                        scope.keep(each),
                        scope.keep(squares.onesLike()),
                        scope.keep(each.onesLike()));
            }
        }
    }

    @Test
    void answersOfAnotherShapeAreRefused() {
        String why =
                "the output of the network must have exactly the shape of x_gamma, (5, 1, 8, 8)";
        Loss own = new Smallness(false);
        for (Loss loss : List.of(TinyRun.usual().loss(), own)) {
            refused(f -> f.sum(new int[] {3}, true), g -> g, loss, why + ", got (5, 1, 8, 1)");
            refused(f -> f.reshape(new Shape(5, 64)), g -> g, loss, why + ", got (5, 64)");
        }
        try (TrainState state = TinyRun.usual().start()) {
            assertThat(TinyRun.usual().with(own).step().run(state).finite()).isTrue();
        }
    }

    @Test
    void aLossWithoutANumberForEachImageIsRefused() {
        refused(
                f -> f,
                g -> g,
                new Smallness(true),
                "perSample of the loss must have the shape (5)");
    }

    @Test
    void gradientsOfAnotherShapeAreRefused() {
        Loss loss = TinyRun.usual().loss();
        refused(f -> f, g -> g.subNDList(1), loss, "there must be one gradient for each of the ");
        refused(
                f -> f,
                g -> {
                    NDList changed = new NDList(g);
                    changed.set(0, g.get(0).sum());
                    return changed;
                },
                loss,
                "a gradient must have exactly the shape of its parameter");
    }

    @Test
    void listenersRecordNothingWhateverTheCallerDoes(@TempDir Path folder) {
        List<Boolean> modes = new ArrayList<>();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        modes.add(GradMode.isOn());
                    }
                };
        TinyRun run = TinyRun.usual();
        for (boolean recording : new boolean[] {true, false}) {
            try (TrainState state = run.start();
                    GradMode mode = recording ? GradMode.on() : GradMode.off()) {
                run.trainer(2, 2, folder.resolve("" + recording), listener).run(state);
                assertThat(GradMode.isOn()).isEqualTo(recording);
            }
        }
        assertThat(modes).hasSize(4).containsOnly(false);
    }
}
