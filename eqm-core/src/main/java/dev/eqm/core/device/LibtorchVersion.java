package dev.eqm.core.device;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.kernel.Libtorch;

/**
 * The version of a libtorch, and what it means for eqm.
 *
 * @param text such as 2.7.1 or 2.7.1+cu128; what follows the plus sign is how it was built
 */
public record LibtorchVersion(String text) {
    public LibtorchVersion {
        requireGiven("text", text);
    }

    /** Of the libtorch that is loaded, which this call loads if there is none. */
    public static LibtorchVersion loaded() {
        return new LibtorchVersion(Libtorch.version());
    }

    /** Whether it is the one that eqm is tested with, however it was built. */
    public boolean isTested() {
        return text.equals(Backend.TESTED_LIBTORCH)
                || text.startsWith(Backend.TESTED_LIBTORCH + "+");
    }

    /** For people, before its numbers are known. */
    public String describe() {
        return isTested()
                ? text + ", the one that eqm is tested with"
                : text
                        + "; eqm is tested with "
                        + Backend.TESTED_LIBTORCH
                        + ", so trust this one only if all cases below pass";
    }

    /**
     * For people, once its numbers are known; empty for the one that eqm is tested with, of which
     * there is nothing to say.
     *
     * @param agree whether they are the expected ones
     */
    public String verdict(boolean agree) {
        if (isTested()) {
            return "";
        }
        String found = "libtorch " + text + " is not the one that eqm is tested with, ";
        return agree
                ? found + Backend.TESTED_LIBTORCH + ", but its numbers agree"
                : found + "and its numbers do not agree: use libtorch " + Backend.TESTED_LIBTORCH;
    }
}
