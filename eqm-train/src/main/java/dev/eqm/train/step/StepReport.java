package dev.eqm.train.step;

/**
 * What one step did.
 *
 * @param step 1 for the first
 * @param loss mean over the batch
 * @param zeroFieldLoss the loss of a network that answers 0 on the same batch
 * @param byGamma both, summed by γ
 * @param gradientNorm Euclidean norm over all gradients, before clipping
 * @param clipped whether the gradients were shortened
 * @param rate learning rate
 * @param images how many images were seen in this step
 * @param times where the time went
 */
public record StepReport(
        long step,
        double loss,
        double zeroFieldLoss,
        GammaBins byGamma,
        double gradientNorm,
        boolean clipped,
        double rate,
        int images,
        StepTimes times) {
    /**
     * 1 − loss / loss of the zero field: 0 for a network that knows nothing, comparable between λ,
     * a and data sets.
     */
    public double explainedVariance() {
        return 1 - loss / zeroFieldLoss;
    }

    /** False if this step must not reach the parameters; it then did not. */
    public boolean finite() {
        return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }

    /** The same step with its times. */
    StepReport with(StepTimes measured) {
        return new StepReport(
                step, loss, zeroFieldLoss, byGamma, gradientNorm, clipped, rate, images, measured);
    }
}
