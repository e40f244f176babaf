package dev.eqm.run.sweep;

import java.nio.file.Path;

/** Draws a sweep. Called after every trajectory, so that a picture is there while work goes on. */
@FunctionalInterface
public interface SweepPicture {
    /** Draws nothing. */
    SweepPicture NONE = (report, folder) -> {};

    /** Writes pictures beside the report; none if there is nothing to compare yet. */
    void draw(SweepReport report, Path folder);
}
