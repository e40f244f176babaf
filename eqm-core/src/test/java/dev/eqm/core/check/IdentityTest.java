package dev.eqm.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.FlowMatchingLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Losses;
import dev.eqm.core.loss.UnconditionalFlowMatchingLoss;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.core.schedule.LinearDecay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityTest {
    /** A class that says nothing of itself. */
    private static final class Silent implements GradientSchedule {
        @Override
        public double at(double gamma) {
            return 1 - gamma;
        }
    }

    /** A record with a component whose text is an address. */
    private record Table(double[] values) implements GradientSchedule {
        @Override
        public double at(double gamma) {
            return values[0] * (1 - gamma);
        }
    }

    private static final GradientSchedule LINE = gamma -> 1 - gamma;

    @Test
    void everythingInTheCataloguesHasOne() {
        List<Object> all = new ArrayList<>(Losses.examples().values());
        all.addAll(GradientSchedules.examples().values());
        all.add(new DispersiveLoss(new EqmLoss(GradientSchedule.named("line", LINE)), 0.5));
        assertThat(all)
                .hasSizeGreaterThan(8)
                .allSatisfy(one -> assertThat(Identity.isLasting(one.toString())).isTrue());
    }

    @Test
    void lambdasAndSilentClassesHaveNone() {
        Loss loss = (answer, batch) -> null;
        List<Object> all = new ArrayList<>(List.of(LINE, new Silent(), loss, new EqmLoss(LINE)));
        all.add(new DispersiveLoss(new EqmLoss(LINE), 0.5));
        all.add(new EqmLoss(new Table(new double[] {4})));
        all.add(
                new GradientSchedule() {
                    @Override
                    public double at(double gamma) {
                        return 1 - gamma;
                    }
                });
        assertThat(all).allSatisfy(one -> assertThat(Identity.isLasting(one.toString())).isFalse());
        assertThatThrownBy(() -> Identity.require("loss", new EqmLoss(LINE).toString(), "named()"))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageStartingWith(
                        "loss must have an identity that a later process can recognise")
                .hasMessageContaining("or give it a name: named(); got EqmLoss[schedule=");
    }

    @Test
    void anAtSignAloneIsNoAddress() {
        for (String fine : List.of("a@", "rate=2 @ 5", "someone@feed.org", "x@notHex", "4@12")) {
            assertThat(Identity.isLasting(fine)).as(fine).isTrue();
        }
    }

    @Test
    void aNameIsTheIdentityAndNothingElseChanges() {
        GradientSchedule line = GradientSchedule.named("line", LINE);
        assertThat(line).hasToString("line");
        assertThat(line.at(0.25)).isEqualTo(0.75);
        for (Loss loss :
                List.of(
                        new FlowMatchingLoss(),
                        new UnconditionalFlowMatchingLoss(),
                        new DispersiveLoss(new EqmLoss(new LinearDecay(4)), 0.5))) {
            Loss named = Loss.named("mine", loss);
            assertThat(named).hasToString("mine");
            assertThat(named.timeInput()).isEqualTo(loss.timeInput());
            assertThat(named.schedule()).isEqualTo(loss.schedule());
            assertThat(named.separable()).isEqualTo(loss.separable());
        }
        assertThat(GradientSchedule.named("one", new Constant(1)).at(1)).isEqualTo(1);
    }

    @Test
    void namesAreChecked() {
        for (String bad : List.of("", " ", "a b", "a@1f", "ä", "-x", "a/b")) {
            assertThatThrownBy(() -> GradientSchedule.named(bad, LINE))
                    .as(bad)
                    .hasMessage(
                            "name must consist of letters, digits, '.', '_' and '-', got " + bad);
        }
    }
}
