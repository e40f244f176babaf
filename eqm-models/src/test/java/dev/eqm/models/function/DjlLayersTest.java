package dev.eqm.models.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.TruncatedNormalInitializer;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.util.PairList;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Functions;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ParameterSpec;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of DJL's layers may be trained, and that the others are refused by name. */
@ExtendWith(LeakCheck.class)
class DjlLayersTest {
    static Set<String> safe() {
        return Layers.safe().keySet();
    }

    @ParameterizedTest
    @MethodSource("safe")
    void gradientsEqualDifferencesUnderCollection(String layer) {
        FunctionArchitecture a = Networks.ofDjl("layer", Layers.SAMPLE, Layers.safe().get(layer));
        // Kinks of max pooling and relu are no mistakes: 2 % is allowed for them.
        assertThat(a.checkGradients(7).slopes())
                .allSatisfy(
                        s ->
                                assertThat(Math.abs(s.autograd() - s.differences()))
                                        .as(s.toString())
                                        .isLessThan(
                                                s.allowed() + 0.02 * Math.abs(s.differences())));
    }

    static Set<Supplier<Block>> refused() {
        return Layers.refused().keySet();
    }

    @Test
    void othersAreRefusedByName() {
        Layers.refused()
                .forEach(
                        (block, reason) ->
                                assertThatThrownBy(() -> Networks.ofDjl("x", Layers.SAMPLE, block))
                                        .as(reason + " of " + block.get())
                                        .isInstanceOf(BrokenRuleException.class)
                                        .hasMessageContaining("the block of x ")
                                        .hasMessageContaining(reason));
    }

    /** Why swish is refused. A lambda hides it: its author must check. */
    @Test
    void aHiddenSwishHasWrongGradients() {
        Block swish = new LambdaBlock(x -> Activation.swish(x, 1));
        FunctionArchitecture a = Networks.ofDjl("x", Layers.SAMPLE, () -> Layers.around(swish));
        assertThat(a.checkGradients(7).wrong()).isNotEmpty();
        Block silu = new LambdaBlock(x -> new NDList(Functions.silu(x.singletonOrThrow())));
        FunctionArchitecture right = Networks.ofDjl("x", Layers.SAMPLE, () -> Layers.around(silu));
        assertThat(right.checkGradients(7).wrong()).isEmpty();
    }

    @Test
    void parametersAreAFunctionOfTheSeedAlone() {
        FunctionArchitecture a = Networks.ofDjl("x", Layers.SAMPLE, Layers::perceptron);
        Engine.getEngine("PyTorch").setRandomSeed(1);
        float[] first = weight(a, 3);
        Engine.getEngine("PyTorch").setRandomSeed(2);
        FunctionArchitecture again = Networks.ofDjl("x", Layers.SAMPLE, Layers::perceptron);
        assertThat(again).isEqualTo(a).hasSameHashCodeAs(a);
        assertThat(weight(again, 3)).isEqualTo(first);
        assertThat(weight(a, 4)).isNotEqualTo(first);
        assertThat(a.specs())
                .extracting(ParameterSpec::name)
                .containsExactly(
                        "02Linear_weight", "02Linear_bias", "04Linear_weight", "04Linear_bias");
    }

    private static float[] weight(FunctionArchitecture a, long seed) {
        try (FieldModel network = a.fresh(Precision.FLOAT32, Device.cpu(), seed)) {
            return network.parameters().get(a.specs().get(0).name()).toFloatArray();
        }
    }

    /** What DJL's initialisers say: Xavier is √(2 / inputs) here. */
    @Test
    void initialisersKeepTheirMeaning() {
        assertThat(rms(weight(layer(new XavierInitializer()), 1)))
                .isBetween(0.95 * Math.sqrt(2.0 / 32), 1.05 * Math.sqrt(2.0 / 32));
        assertThat(rms(weight(layer(new NormalInitializer(0.3f)), 1))).isBetween(0.29, 0.31);
        float[] uniform = weight(layer(new UniformInitializer(0.3f)), 1);
        assertThat(rms(uniform)).isBetween(0.168, 0.178); // 0.3/√3
        assertThat(weight(layer((m, s, t) -> m.full(s, 5f, t)), 1)).containsOnly(5);
        assertThatThrownBy(() -> layer(new TruncatedNormalInitializer(0.3f)))
                .hasMessageContaining("weight of the block of x")
                .hasMessageContaining("use NormalInitializer");
        assertThatThrownBy(() -> layer((m, s, t) -> m.create(new float[32 * 32], s)))
                .hasMessageContaining("only for zeros, ones, full, randomUniform and randomNormal");
    }

    private static FunctionArchitecture layer(Initializer init) {
        return Networks.ofDjl(
                "x",
                Layers.SAMPLE,
                () -> {
                    SequentialBlock block = new SequentialBlock();
                    block.add(Blocks.batchFlattenBlock());
                    Block linear = Linear.builder().setUnits(32).optBias(false).build();
                    linear.setInitializer(init, p -> true);
                    return block.add(linear).add(Layers.reshaped(-1, 2, 4, 4));
                });
    }

    private static double rms(float[] values) {
        DoubleStream squares =
                IntStream.range(0, values.length).mapToDouble(i -> (double) values[i] * values[i]);
        return Math.sqrt(squares.average().orElseThrow());
    }

    @Test
    void frozenParametersAreStoredAndNotTrained() {
        FunctionArchitecture a =
                Networks.ofDjl(
                        "x",
                        Layers.SAMPLE,
                        () -> {
                            Block fixed = Layers.conv();
                            fixed.freezeParameters(true);
                            return new SequentialBlock().add(fixed).add(Layers.conv());
                        });
        assertThat(a.specs()).hasSize(4);
        assertThat(a.specs()).extracting(ParameterSpec::trainable).containsSequence(false, false);
        assertThat(a.checkGradients(7).requireRight().slopes()).hasSize(4); // two a parameter
    }

    @Test
    void oneLayerInTwoPlacesHasOneParameter() {
        Block shared = Layers.conv();
        FunctionArchitecture a =
                Networks.ofDjl(
                        "x", Layers.SAMPLE, () -> new SequentialBlock().add(shared).add(shared));
        assertThat(a.specs()).hasSize(2);
        assertThat(a.checkGradients(7).wrong()).isEmpty();
    }

    /** Labels come as the second input; an embedding of them shifts every channel. */
    @Test
    void blocksSeeLabelsWhereTheySaySo() {
        FunctionArchitecture a =
                Networks.ofDjl("labelled", Layers.SAMPLE, Inputs.labels(2, 0.1), LabelShift::new);
        assertThat(a.specs()).extracting(ParameterSpec::shape).contains(new Shape(3, 2));
        assertThat(a.checkGradients(7).wrong()).isEmpty();
    }

    /** conv(x) + table[label]. */
    static final class LabelShift extends AbstractBlock {
        private final Block conv = addChildBlock("conv", Layers.conv());
        private final Parameter table =
                addParameter(
                        Parameter.builder()
                                .setName("table")
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(3, 2))
                                .build());

        @Override
        protected NDList forwardInternal(
                ParameterStore store,
                NDList in,
                boolean training,
                PairList<String, Object> params) {
            NDArray x = conv.forward(store, new NDList(in.get(0)), training).head();
            NDArray rows = store.getValue(table, x.getDevice(), training);
            NDList shift = Embedding.embedding(in.get(1), rows, SparseFormat.DENSE);
            return new NDList(x.add(shift.head().reshape(-1, 2, 1, 1)));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... in) {
            conv.initialize(manager, type, in[0]);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] in) {
            return new Shape[] {in[0]};
        }
    }
}
