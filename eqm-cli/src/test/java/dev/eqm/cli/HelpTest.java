package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Help texts are format strings: a single percent sign makes picocli warn on the console. */
class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void textsAreFormatStrings(String name) {
        CommandSpec command = Main.commandLine().getSubcommands().get(name).getCommandSpec();
        Stream.of(
                        Arrays.stream(command.usageMessage().description()),
                        Arrays.stream(command.usageMessage().footer()),
                        command.args().stream().map(ArgSpec::description).flatMap(Arrays::stream))
                .flatMap(texts -> texts)
                .forEach(
                        text ->
                                assertThatCode(() -> String.format(text))
                                        .as("%s: %s", name, text)
                                        .doesNotThrowAnyException());
    }
}
