package dev.eqm.run.culprit;

import picocli.CommandLine.Option;

/** Knows the command line. */
public final class ReadingOptions {
    @Option(names = "--wrong")
    int wrong;
}
