package dev.eqm.cli.command.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.eqm.cli.bench.Turns;
import dev.eqm.cli.bench.Workload;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.Usage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --turns}: measures when the standard input says so. */
final class TurnsOption {
    @Option(
            names = "--turns",
            description =
                    "Measures forward or train whenever a line of the standard input says how often, for programs that compare eqm with others.")
    private boolean given;

    boolean isGiven() {
        return given;
    }

    /**
     * Checks what stands beside it.
     *
     * @param what to measure
     * @param otherOutput whether {@code --endurance} or {@code --json} is given
     */
    void requireSane(List<String> what, boolean otherOutput) {
        Usage.require(
                !given || (what.size() == 1 && Turns.KINDS.contains(what.get(0))),
                "--turns measures one thing at a time: name either %s",
                String.join(" or ", Turns.KINDS));
        Usage.require(
                !given || !otherOutput,
                "--turns prints its answers and nothing else: remove --endurance and --json");
    }

    /** Answers until the input ends; what people read goes to the error output. */
    void serve(String what, Workload work, Console out) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        new Turns(in, out.data()::result).serve(what, work);
    }
}
