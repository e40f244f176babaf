package dev.eqm.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.eqm.cli.command.culprit.BorrowingCommand;
import dev.eqm.core.path.Corruption;
import dev.eqm.run.culprit.Printing;
import dev.eqm.run.culprit.ReadingOptions;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house, read from the class files of all modules. */
@SuppressWarnings("unused") // the culprits are looked at as bytes, never called
class ArchitectureTest {
    private static final String CORE = "dev.eqm.core.";
    private static final String ARENA = CORE + "memory.Arena";
    private static final String KERNEL = CORE + "kernel.Kernel";

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.eqm");

    // ---- arrows: core <- models <- {train, sample} <- run <- cli

    static Stream<ArchRule> arrows() {
        return Stream.of(
                arrow("core", "models", "train", "sample", "run", "cli"),
                arrow("models", "train", "sample", "run", "cli"),
                arrow("train", "sample", "run", "cli"),
                arrow("sample", "train", "run", "cli"),
                arrow("run", "cli"),
                arrow("train.step", "train.checkpoint"),
                onlyDoorTo("ai.djl.pytorch..", CORE + "kernel.."),
                onlyDoorTo("com.sun.jna..", CORE + "device..", CORE + "ranks.."),
                onlyDoorTo("org.apache.fontbox..", "dev.eqm.sample.plot.."),
                blind(Stream.of("schedule", "path", "loss", "field"), Stream.of("data", "store")),
                jdkOnly(CORE + "data..", CORE + "store..", CORE + "check.."));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void arrowsGoOneWay(ArchRule arrow) {
        arrow.check(MAIN);
    }

    /** The same rules for arrows that do exist must fail. */
    static Stream<ArchRule> wrongArrows() {
        return Stream.of(
                arrow("models", "core"),
                arrow("sample", "models"),
                arrow("train.checkpoint", "train.step"),
                onlyDoorTo("ai.djl.pytorch..", CORE + "memory.."),
                onlyDoorTo("com.sun.jna..", CORE + "device.."), // ranks reach MPI and NCCL
                blind(Stream.of("loss"), Stream.of("schedule")),
                jdkOnly(CORE + "loss.."));
    }

    @ParameterizedTest
    @MethodSource("wrongArrows")
    void arrowRulesCanFail(ArchRule wrong) {
        assertThat(wrong.evaluate(MAIN).hasViolation()).isTrue();
    }

    private static ArchRule arrow(String from, String... never) {
        String[] targets = Stream.of(never).map(m -> "dev.eqm." + m + "..").toArray(String[]::new);
        return noClasses()
                .that(resideInAnyPackage("dev.eqm." + from + ".."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(targets));
    }

    private static ArchRule onlyDoorTo(String room, String... doors) {
        return noClasses()
                .that(resideOutsideOfPackages(doors))
                .should()
                .dependOnClassesThat(resideInAnyPackage(room));
    }

    private static ArchRule blind(Stream<String> from, Stream<String> to) {
        return noClasses()
                .that(resideInAnyPackage(inCore(from)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(inCore(to)));
    }

    private static String[] inCore(Stream<String> packages) {
        return packages.map(p -> CORE + p + "..").toArray(String[]::new);
    }

    private static ArchRule jdkOnly(String... packages) {
        return classes()
                .that(resideInAnyPackage(packages))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "javax.imageio..")
                                .or(resideInAnyPackage(packages)));
    }

    // ---- what no class may do, each with a class that does it

    private record Ban(ArchRule rule, Class<?> culprit) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Ban> bans() {
        return Stream.of(
                // These free a buffer that autograd still needs: see the page of core.kernel.
                never(
                        "pass a Number to DJL",
                        ArchitectureTest::passesNumber,
                        Culprits.Numbers.class),
                never(
                        "pass a Number to DJL",
                        ArchitectureTest::passesNumber,
                        Culprits.ByReference.class),
                never(
                        "pass a Number to DJL",
                        ArchitectureTest::passesNumber,
                        Culprits.Comparison.class),
                never(
                        "pass a Number to DJL",
                        ArchitectureTest::passesNumber,
                        Culprits.Statics.class),
                never(
                        "make arrays over Java buffers",
                        calls(NDManager.class, "create"),
                        Culprits.Buffers.class,
                        ARENA),
                never(
                        "start engines or open base managers", // see the page of core.startup
                        calls(NDManager.class, "newBaseManager")
                                .or(calls(Engine.class, "getEngine"))
                                .or(calls(Engine.class, "newBaseManager")),
                        Culprits.Managers.class,
                        CORE + "startup.Startup",
                        ARENA,
                        KERNEL,
                        CORE + "kernel.TorchScriptFile"),
                never(
                        "detach arrays",
                        calls(NDArray.class, "detach"),
                        Culprits.DetachedArray.class),
                never("detach lists", calls(NDList.class, "detach"), Culprits.DetachedList.class),
                // DJL reads names as structure: see core.kernel.KernelCall.
                never("name arrays", calls(NDArray.class, "setName"), Culprits.Named.class, KERNEL),
                never(
                        "read names of arrays",
                        calls(NDArray.class, "getName"),
                        Culprits.ReadName.class,
                        KERNEL + "Call"),
                never("read .grad", calls(NDArray.class, "getGradient"), Culprits.Grad.class),
                new Ban(REFLECTION, Culprits.Reflection.class),
                new Ban(RUN_READS_NO_OPTIONS, ReadingOptions.class),
                new Ban(RUN_WRITES_TO_NO_STREAM, Printing.class),
                new Ban(COMMANDS_STAND_ALONE, BorrowingCommand.class),
                new Ban(STATIC_FIELDS_ARE_FINAL, Culprits.StaticState.class),
                new Ban(NO_OPTIONAL_FIELDS, Culprits.OptionalField.class));
    }

    /** A ban for all classes but the named ones, which own that job. */
    private static Ban never(
            String what,
            Predicate<JavaCodeUnitAccess<?>> forbidden,
            Class<?> culprit,
            String... owners) {
        ArchCondition<JavaClass> condition =
                new ArchCondition<>(what) {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        item.getCodeUnitAccessesFromSelf().stream()
                                .filter(forbidden)
                                .map(a -> SimpleConditionEvent.satisfied(a, a.getDescription()))
                                .forEach(events::add);
                    }
                };
        return new Ban(
                noClasses().that(not(named(owners))).should(condition).as("nobody may " + what),
                culprit);
    }

    private static final ArchRule REFLECTION =
            onlyDoorTo("java.lang.reflect..", "dev.eqm.run.config..", "dev.eqm.cli.help..");
    private static final ArchRule RUN_READS_NO_OPTIONS =
            noClasses()
                    .that(resideInAnyPackage("dev.eqm.run.."))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("picocli.."));

    private static final ArchRule RUN_WRITES_TO_NO_STREAM =
            noClasses()
                    .that(resideInAnyPackage("dev.eqm.run.."))
                    .should()
                    .dependOnClassesThat(
                            belongToAnyOf(PrintStream.class, PrintWriter.class, Console.class));

    /** A group of commands names them; apart from that no command knows another. */
    private static final ArchRule COMMANDS_STAND_ALONE =
            noClasses()
                    .that(resideInAnyPackage("dev.eqm.cli.command.."))
                    .and(not(named("dev.eqm.cli.command.score.FeaturesCommand")))
                    .and(not(named("dev.eqm.cli.command.system.BenchCommand")))
                    .should(useAnotherCommand());

    private static ArchCondition<JavaClass> useAnotherCommand() {
        return new ArchCondition<>("use another command") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getDirectDependenciesFromSelf().stream()
                        .filter(d -> isCommand(d.getTargetClass()))
                        .filter(d -> !outermost(d.getTargetClass()).equals(outermost(item)))
                        .map(d -> SimpleConditionEvent.satisfied(d, d.getDescription()))
                        .forEach(events::add);
            }
        };
    }

    private static boolean isCommand(JavaClass c) {
        return outermost(c).matches("dev\\.eqm\\.cli\\.command\\..*Command");
    }

    private static String outermost(JavaClass c) {
        return c.getName().replaceFirst("\\$.*", "");
    }

    private static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that().areStatic().should(beFinalIfWrittenByHand());

    private static final ArchRule NO_OPTIONAL_FIELDS =
            noFields().should().haveRawType(Optional.class);

    @ParameterizedTest
    @MethodSource("bans")
    void nobodyDoes(Ban ban) {
        ban.rule.check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("bans")
    void culpritIsCaught(Ban ban) {
        JavaClasses culprit = new ClassFileImporter().importClasses(ban.culprit);
        assertThat(ban.rule.evaluate(culprit).hasViolation()).isTrue();
    }

    @Test
    void allModulesAreRead() {
        assertThat(Stream.of("core", "models", "train", "sample", "run", "cli"))
                .allSatisfy(
                        m ->
                                assertThat(MAIN.that(resideInAnyPackage("dev.eqm." + m + "..")))
                                        .isNotEmpty());
        assertThat(MAIN).noneMatch(c -> c.getSimpleName().endsWith("Test"));
        assertThat(MAIN).noneMatch(c -> c.getPackageName().equals(CORE + "testing"));
    }

    private static boolean passesNumber(JavaCodeUnitAccess<?> access) {
        return isDjl(access)
                && access.getTarget().getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Number.class));
    }

    private static Predicate<JavaCodeUnitAccess<?>> calls(Class<?> owner, String method) {
        return access ->
                access.getTargetOwner().isAssignableTo(owner) && access.getName().equals(method);
    }

    private static boolean isDjl(JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().getPackageName().startsWith("ai.djl.");
    }

    /** A class or one nested in it. */
    private static DescribedPredicate<JavaClass> named(String... owners) {
        return DescribedPredicate.describe(
                "owners " + List.of(owners),
                c -> Stream.of(owners).anyMatch(o -> (c.getName() + "$").startsWith(o + "$")));
    }

    private static ArchCondition<JavaField> beFinalIfWrittenByHand() {
        return new ArchCondition<>("be final") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean fine =
                        field.getModifiers().contains(JavaModifier.FINAL)
                                || field.getModifiers().contains(JavaModifier.SYNTHETIC);
                events.add(new SimpleConditionEvent(field, fine, field.getDescription()));
            }
        };
    }

    // ---- a training step waits for the device once

    /** What a step runs through. */
    private static final DescribedPredicate<JavaClass> STEP =
            resideInAnyPackage(
                    CORE + "path..",
                    CORE + "loss..",
                    CORE + "field..",
                    CORE + "kernel..",
                    "dev.eqm.models.nn..",
                    "dev.eqm.models.function..",
                    "dev.eqm.models.sit..",
                    "dev.eqm.models.unet..",
                    "dev.eqm.models.mlp..",
                    "dev.eqm.models.energy..",
                    "dev.eqm.train.step..",
                    "dev.eqm.train.optim..");

    /** Every place that reads an array into Java, once each time it does. */
    private static List<String> reads(JavaClasses classes) {
        return classes.stream()
                .flatMap(c -> c.getCodeUnitAccessesFromSelf().stream())
                .filter(a -> a.getTargetOwner().isAssignableTo(NDArray.class))
                .filter(a -> a.getName().matches(READING))
                .map(a -> a.getOriginOwner().getSimpleName() + "." + a.getOrigin().getName())
                .toList();
    }

    private static final String READING =
            "to(Byte|Uint8|Boolean|Int|Long|Float|Double|String)?Array|toByteBuffer|toDebugString"
                    + "|get(Byte|Uint8|Boolean|Int|Long|Float|Double)|contentEquals|allClose";

    /** No part of it: γ as an array, norms of samplers, trials of blocks and of gradients. */
    @Test
    void aStepReadsOneArray() {
        assertThat(reads(MAIN.that(STEP)))
                .containsExactlyInAnyOrder(
                        "Traffic.longs", // counted: ReadsTest, ReadsRuleTest
                        "Traffic.floats",
                        "Traffic.doubles",
                        "DjlRefusals.drops",
                        "GradientCheck.hasGraph");
        assertThat(MAIN.that(resideInAnyPackage("dev.eqm.train..", "dev.eqm.models..")).stream())
                .noneMatch(
                        c ->
                                c.getMethodCallsFromSelf().stream()
                                        .anyMatch(
                                                call ->
                                                        call.getTargetOwner()
                                                                        .getSimpleName()
                                                                        .equals("Arithmetic")
                                                                && call.getName()
                                                                        .equals("numbers")));
        assertThat(MAIN.that(resideInAnyPackage("dev.eqm.train..")).stream())
                .noneMatch(
                        c ->
                                c.getMethodCallsFromSelf().stream()
                                        .anyMatch(ArchitectureTest::givesGammaAsAnArray));
    }

    private static boolean givesGammaAsAnArray(JavaCodeUnitAccess<?> call) {
        return call.getTargetOwner().isEquivalentTo(Corruption.class)
                && call.getName().equals("of")
                && call.getTarget().getRawParameterTypes().get(2).isEquivalentTo(NDArray.class);
    }

    @Test
    void readsAreSeen() {
        JavaClasses culprit = new ClassFileImporter().importClasses(Culprits.Reads.class);
        assertThat(reads(culprit)).containsExactlyInAnyOrder("Reads.wrong", "Reads.wrong");
        assertThat(culprit.get(Culprits.Reads.class).getMethodCallsFromSelf().stream())
                .anyMatch(ArchitectureTest::givesGammaAsAnArray);
    }
}
