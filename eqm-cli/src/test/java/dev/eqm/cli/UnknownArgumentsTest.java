package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A slip is answered with what was probably meant, and with nothing if nothing is near. */
class UnknownArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "report --run runs/x => eqm report has no option --run; leave it out: eqm report RUN",
                "show --run=runs/x => eqm show has no option --run; leave it out: eqm show runs/x",
                "plan --config a.yaml => eqm plan has no option --config; leave it out: eqm plan CONFIG",
                "train --steps 5 => eqm train has no option --steps; write --set train.steps=5",
                "train --lr=3 => eqm train has no option --lr; write --set optimizer.learningRate=3",
                "sample --lables 1 => eqm sample has no option --lables; did you mean --labels?",
                "sample --temprature 3 => eqm sample has no option --temprature",
                "evaluate --trajectory 3 => eqm evaluate has no option --trajectory; it is an option of eqm sample",
                "smaple => there is no command 'smaple'; did you mean eqm sample?",
                "features trian => there is no command 'trian'; did you mean eqm features train?",
                "xyz => there is no command 'xyz'",
                "sample extra => 'extra' is an extra argument",
            })
    void isToldWithWhatWasMeant(String args, String message) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
        assertThat(line.execute(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("eqm: " + message + System.lineSeparator() + "`eqm ");
        assertThat(err.toString()).hasLineCount(2);
    }
}
