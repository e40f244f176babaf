package dev.eqm.models.function;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.Multiplication;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** DJL's layers, each in a block from [N, 2, 4, 4] to the same. */
final class Layers {
    static final Shape SAMPLE = new Shape(2, 4, 4);

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape THREE = new Shape(3, 3);

    private Layers() {}

    static Block conv() {
        return Conv2d.builder().setKernelShape(THREE).optPadding(ONE).setFilters(2).build();
    }

    static Block linear(long units) {
        return Linear.builder().setUnits(units).build();
    }

    static Block reshaped(long... shape) {
        return new LambdaBlock(x -> new NDList(x.singletonOrThrow().reshape(shape)));
    }

    static SequentialBlock around(Block layer) {
        return new SequentialBlock().add(conv()).add(layer).add(conv());
    }

    /** As 4 tokens of width 8. */
    private static SequentialBlock tokens(Block layer) {
        Block back = reshaped(-1, 2, 4, 4);
        return new SequentialBlock().add(reshaped(-1, 4, 8)).add(layer).add(linear(8)).add(back);
    }

    static SequentialBlock perceptron() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(linear(5))
                .add(Activation.tanhBlock())
                .add(linear(32))
                .add(reshaped(-1, 2, 4, 4));
    }

    /** Those that may be trained, by name. */
    static Map<String, Supplier<Block>> safe() {
        Map<String, Supplier<Block>> all = new LinkedHashMap<>();
        all.put("linear", Layers::perceptron);
        all.put("conv", Layers::conv);
        all.put("layer norm", () -> around(LayerNorm.builder().build()));
        all.put("relu", () -> around(Activation.reluBlock()));
        all.put("sigmoid", () -> around(Activation.sigmoidBlock()));
        all.put("tanh", () -> around(Activation.tanhBlock()));
        all.put("softplus", () -> around(Activation.softPlusBlock()));
        all.put("softsign", () -> around(Activation.softSignBlock()));
        all.put("leaky relu", () -> around(Activation.leakyReluBlock(0.1f)));
        all.put("elu", () -> around(Activation.eluBlock(1)));
        all.put("selu", () -> around(Activation.seluBlock()));
        all.put("gelu", () -> around(Activation.geluBlock()));
        all.put("mish", () -> around(Activation.mishBlock()));
        all.put("max pool", () -> around(Pool.maxPool2dBlock(THREE, ONE, ONE)));
        all.put("average pool", () -> around(Pool.avgPool2dBlock(THREE, ONE, ONE)));
        all.put("multiplication", () -> tokens(Multiplication.builder().setUnits(1).build()));
        all.put("residual", Layers::residual);
        all.put("dropout of 0", () -> around(Dropout.builder().optRate(0).build()));
        all.put("lstm", () -> tokens(lstm()));
        all.put("gru", () -> tokens(gru()));
        return all;
    }

    private static Block residual() {
        return new ParallelBlock(
                        l ->
                                new NDList(
                                        l.get(0)
                                                .singletonOrThrow()
                                                .add(l.get(1).singletonOrThrow())))
                .add(conv())
                .add(Blocks.identityBlock());
    }

    private static Block lstm() {
        return LSTM.builder().setStateSize(8).setNumLayers(1).optReturnState(false).build();
    }

    private static Block gru() {
        return GRU.builder().setStateSize(8).setNumLayers(1).optReturnState(false).build();
    }

    /** Those that are refused -> a word of the reason. */
    static Map<Supplier<Block>, String> refused() {
        Map<Supplier<Block>, String> all = new LinkedHashMap<>();
        all.put(() -> around(Activation.swishBlock(1)), "the activation Swish");
        all.put(() -> around(Activation.relu6Block()), "the activation ReLU6");
        all.put(() -> around(BatchNorm.builder().build()), "BatchNorm");
        all.put(() -> around(Dropout.builder().optRate(0.001f).build()), "Dropout");
        all.put(() -> around(Activation.preluBlock()), "cannot be computed");
        all.put(Layers::transposed, "cannot be computed");
        all.put(() -> tokens(attention()), "DJL's attention");
        all.put(Layers::encoder, "must not contain");
        all.put(() -> linear(3), "must return one array of the shape of its states");
        all.put(() -> reshaped(1, 2, 4, 8), "must return one array");
        return all;
    }

    private static Block encoder() {
        return tokens(new TransformerEncoderBlock(8, 2, 16, 0, Activation::gelu));
    }

    private static Block transposed() {
        return Conv2dTranspose.builder()
                .setKernelShape(THREE)
                .optPadding(ONE)
                .setFilters(2)
                .build();
    }

    private static Block attention() {
        return ScaledDotProductAttentionBlock.builder()
                .setEmbeddingSize(8)
                .setHeadCount(2)
                .optAttentionProbsDropoutProb(0)
                .build();
    }
}
