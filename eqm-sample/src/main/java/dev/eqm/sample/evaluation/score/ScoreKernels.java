package dev.eqm.sample.evaluation.score;

import dev.eqm.core.kernel.Kernel;

/** The text that the scores share. */
final class ScoreKernels {
    static final Kernel KERNEL = Kernel.text(ScoreKernels.class, "score.py").with("BLOCK", 1024);

    private ScoreKernels() {}
}
