package dev.eqm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.Main;
import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code eqm bench --turns} answers to the program that starts it. */
@ExtendWith(LeakCheck.class)
class TurnsTest {
    private record Ended(int exit, String out, String err) {}

    private final InputStream before = System.in;

    @AfterEach
    void giveBack() {
        System.setIn(before);
    }

    private static Ended turns(String input, String... what) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        List<String> args = new ArrayList<>(List.of("bench"));
        args.addAll(List.of(what));
        args.addAll(List.of("--turns", "--batch", "2"));
        for (String setting :
                List.of("device=cpu", "model.backbone.name=Nano/4", "train.batchSize=2")) {
            args.addAll(List.of("--set", setting));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exit = line.execute(args.toArray(String[]::new));
        return new Ended(exit, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "train"})
    void eachLineIsATurn(String what) {
        Ended cli = turns("3\n1\n", what);
        assertThat(cli.exit()).as("%s", cli).isZero();
        List<Map<?, ?>> lines =
                cli.out().lines().<Map<?, ?>>map(l -> (Map<?, ?>) Json.parse(l)).toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("ready")).isEqualTo(what);
        assertThat(lines.get(0).get("batch")).isEqualTo(2L);
        assertThat((List<?>) lines.get(1).get("seconds")).hasSize(3);
        assertThat((List<?>) lines.get(2).get("seconds")).hasSize(1);
        assertThat((Double) ((List<?>) lines.get(1).get("seconds")).get(0)).isPositive();
        assertThat((Double) lines.get(1).get("cpu")).isNotNegative();
    }

    @Test
    void whatIsNoTurnIsRefused() {
        Ended cli = turns("two\n", "forward");
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("each line must be a number of calls").contains("'two'");
        assertThat(turns("", "block").err()).contains("name either forward or train");
        assertThat(turns("", "forward", "train").exit()).isEqualTo(2);
    }
}
