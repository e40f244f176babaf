package dev.eqm.cli.golden;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one case.
 *
 * @param id the case
 * @param arrays every array that was compared, in the order of the computation
 * @param uncovered every array that was not
 * @param message why it was not covered or what went wrong; empty if there is nothing to say
 */
public record CaseResult(
        String id, Status status, List<ArrayResult> arrays, List<Gap> uncovered, String message) {
    /** How a case can end. */
    public enum Status {
        /** Every array that was compared is inside its tolerance, and there was at least one. */
        PASSED,
        /** At least one array is outside of its tolerance. */
        FAILED,
        /** Nothing in it is something that eqm computes (yet). */
        NOT_COVERED,
        /** It could not be run to its end: a missing or damaged file, a wrong shape or setting. */
        ERROR
    }

    public CaseResult {
        arrays = List.copyOf(arrays);
        uncovered = List.copyOf(uncovered);
    }

    /** A case that ran to its end. */
    static CaseResult ran(String id, List<ArrayResult> arrays, List<Gap> uncovered) {
        boolean passed = arrays.stream().allMatch(ArrayResult::passed);
        return arrays.isEmpty()
                ? new CaseResult(
                        id, Status.NOT_COVERED, arrays, uncovered, "eqm knows none of its arrays")
                : new CaseResult(id, passed ? Status.PASSED : Status.FAILED, arrays, uncovered, "");
    }

    /** The array with the largest fraction; none if nothing was compared. */
    public Optional<ArrayResult> worst() {
        return arrays.stream().max(Comparator.comparingDouble(ArrayResult::fraction));
    }

    /** The largest fraction; 0 if nothing was compared. */
    public double worstFraction() {
        return worst().map(ArrayResult::fraction).orElse(0.0);
    }

    /**
     * False if eqm is wrong or the case could not be run; a case that is not covered is no harm.
     */
    public boolean acceptable() {
        return status == Status.PASSED || status == Status.NOT_COVERED;
    }
}
