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
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.Multiplication;
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

    private Layers() {}

    static Block conv() {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(2)
                .build();
    }

    static Block reshaped(long... shape) {
        return new LambdaBlock(x -> new NDList(x.singletonOrThrow().reshape(shape)));
    }

    static Block linear(long units) {
        return Linear.builder().setUnits(units).build();
    }

    static SequentialBlock around(Block layer) {
        return new SequentialBlock().add(conv()).add(layer).add(conv());
    }

    /** As 4 tokens of width 8. */
    static SequentialBlock tokens(Block layer) {
        return new SequentialBlock()
                .add(reshaped(-1, 4, 8))
                .add(layer)
                .add(linear(8))
                .add(reshaped(-1, 2, 4, 4));
    }

    static Map<String, Supplier<Block>> all() {
        Map<String, Supplier<Block>> all = new LinkedHashMap<>();
        all.put(
                "linear",
                () ->
                        new SequentialBlock()
                                .add(Blocks.batchFlattenBlock())
                                .add(linear(5))
                                .add(Activation.tanhBlock())
                                .add(linear(32))
                                .add(reshaped(-1, 2, 4, 4)));
        all.put("conv", Layers::conv);
        all.put("layer norm", () -> around(LayerNorm.builder().build()));
        all.put("relu", () -> around(Activation.reluBlock()));
        all.put("relu6", () -> around(Activation.relu6Block()));
        all.put("sigmoid", () -> around(Activation.sigmoidBlock()));
        all.put("tanh", () -> around(Activation.tanhBlock()));
        all.put("softplus", () -> around(Activation.softPlusBlock()));
        all.put("softsign", () -> around(Activation.softSignBlock()));
        all.put("leaky relu", () -> around(Activation.leakyReluBlock(0.1f)));
        all.put("elu", () -> around(Activation.eluBlock(1)));
        all.put("selu", () -> around(Activation.seluBlock()));
        all.put("gelu", () -> around(Activation.geluBlock()));
        all.put("swish", () -> around(Activation.swishBlock(1)));
        all.put("mish", () -> around(Activation.mishBlock()));
        all.put(
                "max pool",
                () ->
                        around(
                                Pool.maxPool2dBlock(
                                        new Shape(3, 3), new Shape(1, 1), new Shape(1, 1))));
        all.put(
                "average pool",
                () ->
                        around(
                                Pool.avgPool2dBlock(
                                        new Shape(3, 3), new Shape(1, 1), new Shape(1, 1))));
        all.put(
                "lp pool",
                () ->
                        around(
                                new SequentialBlock()
                                        .add(
                                                Pool.lpPool2dBlock(
                                                        2,
                                                        new Shape(1, 1),
                                                        new Shape(1, 1),
                                                        new Shape(0, 0)))));
        all.put("multiplication", () -> tokens(Multiplication.builder().setUnits(1).build()));
        all.put(
                "parallel",
                () -> {
                    ParallelBlock both =
                            new ParallelBlock(
                                    l ->
                                            new NDList(
                                                    l.get(0)
                                                            .singletonOrThrow()
                                                            .add(l.get(1).singletonOrThrow())));
                    return both.add(conv()).add(Blocks.identityBlock());
                });
        all.put(
                "attention",
                () ->
                        tokens(
                                ScaledDotProductAttentionBlock.builder()
                                        .setEmbeddingSize(8)
                                        .setHeadCount(2)
                                        .optAttentionProbsDropoutProb(0)
                                        .build()));
        all.put(
                "encoder",
                () -> tokens(new TransformerEncoderBlock(8, 2, 16, 0, Activation::gelu)));
        all.put(
                "lstm",
                () ->
                        tokens(
                                LSTM.builder()
                                        .setStateSize(8)
                                        .setNumLayers(1)
                                        .optReturnState(false)
                                        .build()));
        all.put(
                "gru",
                () ->
                        tokens(
                                GRU.builder()
                                        .setStateSize(8)
                                        .setNumLayers(1)
                                        .optReturnState(false)
                                        .build()));
        return all;
    }
}
