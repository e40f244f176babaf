package dev.eqm.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written reads back as the same; whatever is damaged is told, never thrown. */
class RoundTripTest {
    private static final String MARKS =
            "\n\n  ::--[]{},,\"'#&*!|>%@`?~\t\\.0123456789eaktn_=\u00fc\u0000";

    private final ConfigReader reader = new ConfigReader(Toy.KINDS);
    private final ConfigWriter writer = new ConfigWriter(Toy.KINDS);

    @Test
    void readingWhatWasWrittenGivesTheSame() {
        for (long seed = 0; seed < 500; seed++) {
            Toy toy = new ToyMaker(seed).next();
            String yaml = writer.toYaml(toy);
            Toy read = reader.read(Toy.DEFAULT, yaml, "seed" + seed, List.of());
            assertThat(read).as("seed %d:\n%s", seed, yaml).isEqualTo(toy);
            assertThat(writer.toYaml(read)).as("seed %d", seed).isEqualTo(yaml);
        }
    }

    @Test
    void differencesAreExactlyWhatASettingChanges() {
        for (long seed = 0; seed < 100; seed++) {
            Toy toy = new ToyMaker(seed).next();
            Toy changed = reader.read(toy, List.of("train.rate=0.123456789"));
            List<ConfigDiff.Difference> found = new ConfigDiff(Toy.KINDS).between(toy, changed);
            assertThat(found).as("seed %d", seed).hasSize(1);
            assertThat(found.get(0).path()).isEqualTo("train.rate");
            assertThat(new ConfigDiff(Toy.KINDS).between(toy, toy)).isEmpty();
        }
    }

    @Test
    void aDamagedFileIsReadOrRefused() {
        List<String> files = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            files.add(writer.toYaml(new ToyMaker(seed).next()));
        }
        int[] outcomes = new int[2];
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime(); // not wall clock: the machine may be busy
        for (int seed = 0; seed < 2000; seed++) {
            String yaml = damaged(files.get(seed % 40), new Random(seed));
            outcomes[outcome(yaml, seed)]++;
        }
        assertThat((clock.getCurrentThreadCpuTime() - start) / 1e9).as("seconds").isLessThan(5);
        assertThat(outcomes[0]).as("read").isGreaterThan(20);
        assertThat(outcomes[1]).as("refused").isGreaterThan(500);
    }

    private int outcome(String yaml, int seed) {
        try {
            reader.read(Toy.DEFAULT, yaml, "x.yaml", List.of());
            return 0;
        } catch (ConfigException e) {
            assertThat(e.problems()).as("seed %d", seed).isNotEmpty();
            assertThat(e.problems()).allMatch(p -> p.matches("(?s)x\\.yaml:\\d+:\\d+: .+"));
            return 1;
        } catch (RuntimeException e) {
            return fail("seed " + seed + ":\n" + yaml, e);
        }
    }

    /** One to six edits: characters put in, taken out or repeated, lines moved or indented. */
    private static String damaged(String yaml, Random random) {
        StringBuilder text = new StringBuilder(yaml);
        for (int edits = 1 + random.nextInt(6); edits > 0 && text.length() > 2; edits--) {
            int at = random.nextInt(text.length() - 1);
            int end = Math.min(text.length(), at + 1 + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, MARKS.charAt(random.nextInt(MARKS.length())));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.delete(at, end);
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                default -> text.insert(text.lastIndexOf("\n", at) + 1, "  ");
            }
        }
        return text.toString();
    }
}
