package dev.eqm.sample.evaluation.feature;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.data.ImageShape;
import java.util.List;
import java.util.Map;

/** Pictures to features: what scores of pictures are computed from. */
public interface Features extends AutoCloseable {
    /** What they are. */
    FeatureSpec spec();

    /** Names of the classes that {@link FeatureKind#LOGITS} are of, by number; none if unknown. */
    default List<String> classes() {
        return List.of();
    }

    /** Whether labels of such classes are those that the net tells apart. */
    default boolean knows(List<String> classNames) {
        return !classes().isEmpty() && classes().equals(classNames);
    }

    /**
     * Checks that such pictures can be looked at.
     *
     * @throws IllegalArgumentException naming what it needs and what there is
     */
    default void requireFits(ImageShape pictures) {}

    /**
     * The features of pictures; an equal picture has equal features whatever else is in its batch,
     * up to rounding.
     *
     * @param pictures float32, [N, C, H, W], whole numbers 0 to 255; C is 1 or 3
     * @return every kind of the spec, float32 [N, D], owned by the caller's scope
     */
    Map<FeatureKind, NDArray> of(NDArray pictures);

    @Override
    default void close() {}
}
