package dev.eqm.cli;

import dev.eqm.core.device.Backend;
import picocli.CommandLine.IVersionProvider;

/** What {@code eqm --version} prints. */
final class Version implements IVersionProvider {
    /** One line; versions of the libraries are told by {@code eqm doctor}. */
    @Override
    public String[] getVersion() {
        return new String[] {"eqm " + Backend.version()};
    }
}
