package dev.eqm.sample.evaluation.score;

import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.util.List;

/**
 * The Fréchet distance of two sets' Gaussians, ‖m₁ − m₂‖² + tr(C₁ + C₂ − 2(C₁C₂)^½); its interval
 * is that of the jackknife over groups of the samples.
 *
 * @param name one of the three below: nets decide which they go by
 */
public record FrechetScore(String name, FeatureKind features) implements Metric {
    /** Of pooled features, of any net but the built-in one. */
    public static final FrechetScore FID = new FrechetScore("FID", FeatureKind.POOLED);

    /** The same of the built-in net for 28x28 pictures, and of no other. */
    public static final FrechetScore FMD = new FrechetScore("FMD", FeatureKind.POOLED);

    /** Of spatial features. */
    public static final FrechetScore SFID = new FrechetScore("SFID", FeatureKind.SPATIAL);

    /** FMD or FID, whichever the pooled features of a net have. */
    public static FrechetScore of(FeatureSpec net) {
        return FMD.suits(net) ? FMD : FID;
    }

    @Override
    public Basis basis() {
        return Basis.MOMENTS;
    }

    @Override
    public boolean suits(FeatureSpec net) {
        boolean builtIn = net.name().equals(FeatureSpec.FMNIST28);
        return equals(FMD) ? builtIn : !equals(FID) || !builtIn;
    }

    @Override
    public List<Score> of(Comparison pictures) {
        String title =
                features == FeatureKind.SPATIAL
                        ? pictures.net().titled("sFID", "spatial Frechet distance")
                        : pictures.net().distance();
        return List.of(new Score(title, "lower", pictures.distance(features)));
    }
}
