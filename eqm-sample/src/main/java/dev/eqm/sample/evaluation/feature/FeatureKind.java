package dev.eqm.sample.evaluation.feature;

/**
 * What a feature net can say of a picture. The names of arrays are those of the reference files of
 * ADM ({@code mu}, {@code sigma}, {@code mu_s}, {@code sigma_s}); those of logits are eqm's own.
 */
public enum FeatureKind {
    /** One vector a picture: pool3 of Inception; what FID, KID, precision and recall look at. */
    POOLED("mu", "sigma"),
    /** Where in the picture something is: the first seven channels of an inner layer; sFID. */
    SPATIAL("mu_s", "sigma_s"),
    /** Scores of classes before the softmax; the Inception Score. */
    LOGITS("mu_l", "sigma_l");

    private final String mean;
    private final String covariance;

    FeatureKind(String mean, String covariance) {
        this.mean = mean;
        this.covariance = covariance;
    }

    /** What reference files call the mean. */
    public String mean() {
        return mean;
    }

    /** What reference files call the covariance. */
    public String covariance() {
        return covariance;
    }
}
