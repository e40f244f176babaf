package dev.eqm.run.scoring;

import java.nio.file.Path;

/** What pictures are compared with. */
public sealed interface ReferenceChoice {
    /** All images that the run learned. */
    record OwnData() implements ReferenceChoice {}

    /** A file of statistics: eqm's own, pytorch-fid's or ADM's. */
    record StatisticsFile(Path file) implements ReferenceChoice {}
}
