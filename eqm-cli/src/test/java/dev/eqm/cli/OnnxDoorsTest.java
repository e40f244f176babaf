package dev.eqm.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/**
 * ONNX weighs on nobody: its messages are known to one package, its runtime to an optional module,
 * and that module to none.
 */
class OnnxDoorsTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .withImportOption(location -> !location.contains("/test/"))
                    .importPackages("dev.eqm");

    private static ArchRule onlyDoorTo(String door, String... rooms) {
        return noClasses()
                .that(resideOutsideOfPackages(door))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms);
    }

    @Test
    void onePackageKnowsTheMessages() {
        onlyDoorTo("dev.eqm.models.onnx..", "ai.onnx..", "com.google.protobuf..").check(MAIN);
    }

    @Test
    void nobodyKnowsTheRuntime() {
        onlyDoorTo("dev.eqm.onnx..", "ai.onnxruntime..", "dev.eqm.onnx..").check(MAIN);
    }

    @Test
    void theRulesCanFail() {
        ArchRule wrong = onlyDoorTo("dev.eqm.onnx..", "ai.onnx..", "com.google.protobuf..");
        assertThat(wrong.evaluate(MAIN).hasViolation()).isTrue();
    }
}
