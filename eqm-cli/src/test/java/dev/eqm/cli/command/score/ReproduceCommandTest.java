package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceCommandTest {
    private static final String CONFIGS = Path.of("..", "configs").toString();

    @TempDir private Path folder;

    private Cli reproduce(String... args) {
        String[] all = new String[args.length + 5];
        all[0] = "reproduce";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--configs";
        all[args.length + 2] = CONFIGS;
        all[args.length + 3] = "--out";
        all[args.length + 4] = folder.resolve("out").toString();
        return Cli.run(all);
    }

    @Test
    void listsItemsWithTheirCosts() {
        Cli list = reproduce("list");
        assertThat(list.exit()).isZero();
        assertThat(list.out()).contains("ITEM", "HOURS HERE", "table4", "fig10", "NAG with μ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** Nobody chooses an item by hours that its own plan does not confirm. */
    @Test
    void theListAndThePlanOfAnItemSayTheSameHours() {
        String list = reproduce("list").out();
        for (String item : List.of("table4", "fig7", "fig3-length")) {
            String hours = cells(list, item).get(hoursAt(list, "HOURS HERE"));
            String dry = reproduce(item, "--dry-run").out();
            assertThat(cells(dry, item)).as(dry).contains(hours);
            assertThat(dry).contains("about " + hours + " hours in total");
        }
    }

    /** The cells of an item's row; two blanks are between columns. */
    private static List<String> cells(String table, String item) {
        return table.lines()
                .filter(line -> line.startsWith(item + " "))
                .findFirst()
                .map(line -> List.of(line.strip().split(" {2,}")))
                .orElseThrow();
    }

    private static int hoursAt(String table, String column) {
        return cells(table, "ITEM").indexOf(column);
    }

    @Test
    void aDryRunWritesNothing() {
        Cli dry = reproduce("table4", "fig7", "--dry-run");
        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).contains("TRAININGS", "table4", "hours in total");
        assertThat(folder.resolve("out")).doesNotExist();
        Cli paper = reproduce("table4", "--scale", "paper", "--dry-run");
        assertThat(paper.exit()).isZero();
        assertThat(paper.out()).contains("H100 SXM", "missing: ", "imagenet-latents");
    }

    @Test
    void doesAnItemAndSaysWhatCameOfIt() throws IOException {
        Cli done = reproduce("d1", "table7", "--scale", "tiny", "--seeds", "1");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.out()).contains("say nothing about any claim", "1 agrees");
        assertThat(done.out()).contains("a comparison of ideas");
        assertThat(Files.readString(folder.resolve("out/report.json"))).contains("\"agrees\"");
    }

    @Test
    void whatIsWrongIsRefused() {
        refused("there is no item tabel4", "table4", "tabel4");
        refused("--scale huge: must be one of tiny, here, paper", "", "table4", "--scale", "huge");
        refused("--seeds must be at least 1", "", "table4", "--seeds", "0");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void refused(String told, String suggested, String... args) {
        Cli wrong = reproduce(args);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains(told, suggested);
    }
}
