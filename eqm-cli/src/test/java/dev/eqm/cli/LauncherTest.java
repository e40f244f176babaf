package dev.eqm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in checkouts with odd names and in locales without UTF-8. Names are made by the
 * shell, because the test's own JVM may have such a locale. In place of Java stands a script that
 * prints its locale and its arguments.
 */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "eqm").toAbsolutePath().normalize();

    /** Makes a checkout of the name in $1 that looks built, and runs its launcher. */
    private static final String CHECKOUT =
            """
            set -e
            home=./$(printf -- "$1")
            mkdir -p -- "$home/eqm-cli/target/launcher" java/bin
            cp "$LAUNCHER" "$home/eqm"
            printf 'args \\n' >"$home/eqm-cli/target/launcher/launcher.stamp"
            : >"$home/eqm-cli/target/launcher/launcher.jsa"
            printf '#!/bin/sh\\necho "locale $LC_ALL"\\nprintf "[%%s]\\\\n" "$@"\\n' >java/bin/java
            chmod +x java/bin/java
            export JAVA_HOME="$PWD/java" EQM_MAVEN_ARGS=
            set +e
            sh "$home/eqm" inspect "two words"
            code=$?
            rm -rf -- "$home"
            exit $code
            """;

    @TempDir private Path folder;

    private record Told(int exit, String out) {}

    @BeforeEach
    void onlyWhereThereIsAShell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    }

    private Told shell(Map<String, String> locale, String script, String... args)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script, "sh");
        builder.command().addAll(List.of(args));
        Map<String, String> env = builder.environment();
        List.of("LC_ALL", "LC_CTYPE", "LANG", "EQM_CLASSPATH", "EQM_JAVA_OPTS")
                .forEach(env::remove);
        env.putAll(locale);
        env.put("LAUNCHER", LAUNCHER.toString());
        Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(process.waitFor(), out);
    }

    @Test
    void aCheckoutMayHaveAnyNameButOneWithAColon() throws IOException, InterruptedException {
        for (String name :
                List.of("two words", "don\\'t", "\\303\\244", "-dash", "a;b&c$(d)", "#%%41*?[x]")) {
            Told told = shell(Map.of("LC_ALL", "C.UTF-8"), CHECKOUT, name);
            assertThat(told.exit).as(told.out).isZero();
            assertThat(told.out.lines().filter(l -> l.matches("\\[-XX:SharedArchiveFile=/.*jsa]")))
                    .as(told.out)
                    .hasSize(1);
            assertThat(told.out)
                    .contains("/lib/*:/")
                    .endsWith("[dev.eqm.cli.Main]\n[inspect]\n[two words]\n");
        }
        Told told = shell(Map.of("LC_ALL", "C.UTF-8"), CHECKOUT, "a:b");
        assertThat(told.exit).isEqualTo(2);
        assertThat(told.out).startsWith("eqm: '/").contains("a:b' has a ':'").hasLineCount(1);
    }

    @Test
    void aLocaleOfAsciiBecomesUtf8() throws IOException, InterruptedException {
        Told known = shell(Map.of("LC_ALL", "C.UTF-8"), "locale charmap");
        assumeTrue(known.out.startsWith("UTF-8"), "has no C.UTF-8");
        for (Map<String, String> none :
                List.of(Map.<String, String>of(), Map.of("LC_ALL", "C"), Map.of("LANG", "POSIX"))) {
            assertThat(shell(none, CHECKOUT, "plain").out).startsWith("locale C.UTF-8\n");
        }
        assertThat(shell(Map.of("LC_ALL", "C.utf8"), CHECKOUT, "plain").out)
                .startsWith("locale C.utf8\n");
    }

    /** By a path, by a name that the shell finds, or as a script of a shell. */
    @Test
    void javaHearsHowItWasCalled() throws IOException, InterruptedException {
        String calls =
                """
                mkdir -p "my co/eqm-cli/target/launcher" java/bin bin
                cp "$LAUNCHER" "my co/eqm"
                printf 'args \\n' >"my co/eqm-cli/target/launcher/launcher.stamp"
                ln -s "$PWD/my co/eqm" bin/eqm
                printf '#!/bin/sh\\nprintf "[%%s]\\\\n" "$@"\\n' >java/bin/java
                chmod +x java/bin/java
                export JAVA_HOME="$PWD/java" EQM_MAVEN_ARGS=
                "my co/eqm" list
                PATH="$PWD/bin:$PATH" eqm list
                cd "my co" && ./eqm list && sh eqm list
                """;
        Told told = shell(Map.of("LC_ALL", "C.UTF-8"), calls);
        assertThat(told.exit).as(told.out).isZero();
        assertThat(told.out.lines().filter(line -> line.contains("eqm.command")))
                .containsExactly(
                        "[-Deqm.command=my co/eqm]",
                        "[-Deqm.command=eqm]",
                        "[-Deqm.command=./eqm]",
                        "[-Deqm.command=./eqm]");
    }

    /** Maven is silent while it compiles; a person would take that for a hang. */
    @Test
    void aBuildIsNeverSilentForLong() throws IOException, InterruptedException {
        String build =
                """
                mkdir -p checkout java/bin
                cp "$LAUNCHER" checkout/eqm
                touch checkout/pom.xml
                printf '#!/bin/sh\necho "[INFO] Building eqm-core 0.1.0  [1/2]"\nsleep 5\nmkdir -p eqm-cli/target/launcher\nexit $CODE\n' >checkout/mvnw
                printf '#!/bin/sh\necho started\n' >java/bin/java
                chmod +x checkout/mvnw java/bin/java
                export JAVA_HOME="$PWD/java" CODE="$1"
                sh checkout/eqm list
                code=$?
                rm -rf checkout java
                exit $code
                """;
        Told told = shell(Map.of("LC_ALL", "C.UTF-8"), build, "0");
        assertThat(told.out)
                .contains("eqm:   eqm-core (1 of 2)\neqm:   still building, 4 s\n")
                .doesNotContain("eqm-tick")
                .endsWith("started\n");
        assertThat(told.exit).isZero();
        told = shell(Map.of("LC_ALL", "C.UTF-8"), build, "1");
        assertThat(told.exit).isEqualTo(1);
        assertThat(told.out).contains("eqm: the build failed, see above").doesNotContain("started");
    }

    /** As under mpirun. Before them one was killed while it built, and left its lock. */
    @Test
    void launchersStartedAtOnceBuildOnce() throws IOException, InterruptedException {
        String four =
                """
                mkdir -p checkout/.eqm-build.lock java/bin
                cp "$LAUNCHER" checkout/eqm
                touch checkout/pom.xml
                sleep 0 & gone=$!
                wait $gone
                echo "$(uname -n) $gone" >checkout/.eqm-build.lock/holder
                printf '#!/bin/sh\necho built >>builds\nsleep 2\nmkdir -p eqm-cli/target/launcher\nexit $CODE\n' >checkout/mvnw
                printf '#!/bin/sh\nfor last; do :; done\necho "started $last"\n' >java/bin/java
                chmod +x checkout/mvnw java/bin/java
                export JAVA_HOME="$PWD/java" CODE="$1"
                for i in 1 2 3 4; do sh checkout/eqm list $i & done
                wait
                echo "builds $(wc -l <checkout/builds)"
                ls -d checkout/.eqm-build.lock* 2>/dev/null
                rm -rf checkout java
                """;
        Told told = shell(Map.of("LC_ALL", "C.UTF-8"), four, "0");
        assertThat(told.out)
                .contains("started 1", "started 2", "started 3", "started 4")
                .contains("another process is building eqm; waiting for it")
                .endsWith("builds 1\n");
        told = shell(Map.of("LC_ALL", "C.UTF-8"), four, "1");
        assertThat(told.out).doesNotContain("started").endsWith("builds 4\n");
    }

    /** Without the launcher, Java has the locale that it was started in. */
    @Test
    void namesThatJavaLosesAreRefused() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/cmdline")));
        String java =
                "'%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.eqm.cli.Main inspect "
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"));
        String in = "d=$(printf 'wd\\303\\251'); mkdir $d; (cd $d && " + java + "B/4)";
        String end = "; code=$?; rm -rf \"$d\"; exit $code";
        for (String script : List.of(in + end, java + "\"$(printf '\\303\\251')\"")) {
            Told told = shell(Map.of("LC_ALL", "C"), script);
            assertThat(told.exit).as(told.out).isEqualTo(2);
            assertThat(told.out).contains("LC_ALL=C.UTF-8").hasLineCount(1);
        }
        assertThat(shell(Map.of("LC_ALL", "C"), java + "B/4").exit).isZero();
    }
}
