package dev.eqm.run.sweep;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.scoring.PictureFeatures;
import java.nio.file.Path;

/**
 * A sweep of a run. The same request again goes on where the last one was stopped.
 *
 * @param run whose checkpoints are sampled, and whose data are the reference
 * @param axes which settings
 * @param samples what all settings share
 * @param features what distances look at
 * @param compute where, and how precisely
 * @param folder where it is kept, and goes on where it was stopped
 * @param overwrite true: begins anew
 */
public record SweepRequest(
        RunFolder run,
        SweepAxes axes,
        SweepSamples samples,
        PictureFeatures features,
        ComputeChoice compute,
        Path folder,
        boolean overwrite) {}
