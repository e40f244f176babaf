package dev.eqm.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.cli.golden.CaseResult.Status;
import dev.eqm.core.testing.LeakCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every bundled case against eqm: exactness with the published code. */
class BundledGoldenTest {
    private static GoldenSuite suite;

    @BeforeAll
    static void open() {
        suite = GoldenSuite.bundled();
    }

    @AfterAll
    static void close() {
        suite.close();
    }

    @TestFactory
    Stream<DynamicTest> everyCase() {
        return suite.ids().stream().map(id -> DynamicTest.dynamicTest(id, () -> passes(id)));
    }

    private static void passes(String id) {
        CaseResult[] result = new CaseResult[1];
        long left = LeakCheck.openedBy(() -> result[0] = suite.run(id, Device.cpu()));
        assertThat(result[0].status()).as(() -> describe(result[0])).isEqualTo(Status.PASSED);
        assertThat(left).as("arrays left open").isZero();
    }

    @Test
    void whatIsNotCoveredIsSaid() {
        CaseResult result = suite.run("12_official_models", Device.cpu());
        assertThat(result.uncovered()).extracting(Gap::array).asString().contains("initialisation");
        assertThat(suite.run("04_cfg_tiny", Device.cpu()).uncovered()).isEmpty();
    }

    private static String describe(CaseResult result) {
        return result.message()
                + result.arrays().stream().filter(a -> !a.passed()).toList()
                + result.uncovered();
    }
}
