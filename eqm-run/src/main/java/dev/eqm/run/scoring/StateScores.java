package dev.eqm.run.scoring;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.ImageSubset;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.OodScorer;
import dev.eqm.sample.generate.Interruption;
import java.util.Arrays;
import java.util.List;

/**
 * How far single states are from what a model was trained on, by a score of {@link OodScores};
 * {@link OodDetection} is for whole sets and how well the score tells them apart.
 *
 * @param model whose loss and held-out images a score takes its numbers from, if it needs some
 *     ({@code steps}: the gradient norm that 95 % of 1,000 of these images have at most)
 * @param network of the model, opened
 * @param score a name of {@link OodScores}
 * @param label of the landscape, or {@code network.classes()} for the unconditional one
 * @param batch states at a time
 */
public record StateScores(
        FoundModel model, FieldModel network, String score, long label, int batch) {
    private static final int IN_DISTRIBUTION = 1000;
    private static final long SEED = 0;

    public StateScores {
        score = OodScores.named(score);
    }

    /**
     * Higher is more out of distribution.
     *
     * @param states [N, C, H, W]
     * @param shape of one
     * @return [N]
     * @throws dev.eqm.core.check.BrokenRuleException if the model has no such landscape or score
     */
    public double[] of(float[] states, ImageShape shape) {
        OodScorer scorer = new OodScorer(network, label, batch);
        OodContext context =
                new OodContext(
                        scorer,
                        model.config().loss(),
                        new HeldOut(model, shape),
                        OodNumbers.DEFAULT,
                        SEED);
        OodScore one = OodScores.examples().get(score).of(context);
        return scorer.score(
                        List.of(one),
                        new States(states, shape),
                        done -> Interruption.check("after " + done + " states"))[0];
    }

    /** Images of the model's data, opened when they are asked for: most scores need none. */
    private static final class HeldOut implements ImageSource {
        private final FoundModel model;
        private final ImageShape shape;
        private ImageSource opened;

        HeldOut(FoundModel model, ImageShape shape) {
            this.model = model;
            this.shape = shape;
        }

        private ImageSource images() {
            if (opened == null) {
                ImageSource all = model.config().data().source().heldOut().open();
                int[] order = ImageOrder.of(all, SEED);
                int n = Math.min(IN_DISTRIBUTION, all.size());
                opened = new ImageSubset(all, Arrays.copyOf(order, n));
            }
            return opened;
        }

        @Override
        public int size() {
            return images().size();
        }

        @Override
        public ImageShape shape() {
            return shape;
        }

        @Override
        public int classes() {
            return images().classes();
        }

        @Override
        public int label(int index) {
            return images().label(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            images().read(index, into, offset);
        }

        @Override
        public List<String> classNames() {
            return images().classNames();
        }

        @Override
        public String describe() {
            return images().describe();
        }
    }

    /** States of one class, whatever their range. */
    private record States(float[] all, ImageShape shape) implements ImageSource {
        @Override
        public int size() {
            return all.length / shape.elementCount();
        }

        @Override
        public int classes() {
            return 1;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public void read(int index, float[] into, int offset) {
            int size = shape.elementCount();
            System.arraycopy(all, index * size, into, offset, size);
        }

        @Override
        public List<String> classNames() {
            return List.of("0");
        }

        @Override
        public String describe() {
            return size() + " states of " + shape;
        }
    }
}
