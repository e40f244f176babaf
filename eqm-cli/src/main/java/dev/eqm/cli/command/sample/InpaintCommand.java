package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetOptions;
import dev.eqm.cli.option.StartImageOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.sampling.InpaintRequest;
import dev.eqm.run.sampling.KnownPixels;
import dev.eqm.run.sampling.SamplingSetup;
import dev.eqm.sample.generate.Sampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm inpaint}: hides a part of images and fills it.
 *
 * <p>One {@link InpaintRequest}. It writes inpaint.png and inpaint.json and prints the path of the
 * picture. Several completions of an image differ in their noise alone.
 *
 * <p>The default of {@code --ramp} depends on the number of steps, which the run's configuration
 * may say: it is settled only when the model is found. A ramp longer than the descent is refused,
 * exit code 2, because known pixels would end as something else than the image's own.
 */
@Command(name = "inpaint")
public final class InpaintCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SheetOptions sheet;
    @Mixin private StartImageOptions images = new StartImageOptions(8);

    @Option(
            names = "--mask",
            paramLabel = "PART|PNG",
            required = true,
            description =
                    "What to hide: left, right, top, bottom, center, or an "
                            + "image file that is white where pixels are hidden.")
    private String mask;

    @Option(
            names = "--completions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Completions per image; default ${DEFAULT-VALUE}.")
    private int completions;

    @Option(
            names = "--ramp",
            paramLabel = "N",
            description =
                    "Number of steps during which known pixels move from noise to the image, so that they are as "
                            + "noisy as the pixels beside them; 1: exact from the first step. Default: half of the steps.")
    private Integer ramp;

    @Override
    protected void run(Console console) {
        Usage.requireAtLeastOne("--completions", completions);
        Usage.requireAtLeastOne("--ramp", ramp);
        sheet.check();
        images.check();
        KnownPixels.requireNamed("mask", mask);
        Held held = new Held(console);
        SamplingSetup setup = sheet.setup(model.choice().find(held));
        images.check(setup.model().classes());
        InpaintRequest request =
                new InpaintRequest(
                        setup,
                        sheet.sheet(setup, "inpaint"),
                        images.choice(),
                        mask,
                        completions,
                        ramp(setup.sampling()));
        console.results(held.with(request.run(held)).picture());
    }

    /** Half of the steps by default; checked here as well as in the request, to name the option. */
    private int ramp(Sampling sampling) {
        int over = ramp == null ? InpaintRequest.usualRamp(sampling) : ramp;
        Usage.require(
                over >= 1 && over <= sampling.steps(),
                "--ramp must lie in [1, %s], got %s: it cannot take more steps than there are",
                sampling.steps(),
                over);
        return over;
    }
}
