package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.ModelOptions;
import dev.eqm.cli.option.SheetOptions;
import dev.eqm.cli.option.StartImageOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.sampling.DenoiseRequest;
import dev.eqm.run.sampling.SamplingSetup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm denoise}: puts real images under noise and samples from there, the paper's Figure 10.
 *
 * <p>One {@link DenoiseRequest}. It writes denoise.png and denoise.json (with the mean squared
 * error of each gamma before and after) and prints the path of the picture. Every gamma is checked
 * before a model is looked for; whether there are so many images is known only once they are
 * opened.
 *
 * <p>A model that sees no time descends from x_γ as from any other start: nothing tells it how much
 * noise there is. One that sees time follows its velocity from t = γ, and an integrator that draws
 * noise is refused: an SDE cannot be begun in the middle by the velocity alone.
 *
 * <p>Eight images and three gammas by default make a sheet of seven rows, which a page still shows.
 */
@Command(name = "denoise")
public final class DenoiseCommand extends ConsoleCommand {
    @Mixin private ModelOptions model;
    @Mixin private SheetOptions sheet;
    @Mixin private StartImageOptions images = new StartImageOptions(8);

    @Option(
            names = "--gamma",
            split = ",",
            paramLabel = "G",
            defaultValue = "0.2,0.4,0.6",
            description =
                    "Share of the image: 0 is pure noise, 1 is the image itself; default ${DEFAULT-VALUE}.")
    private List<Double> gammas;

    @Override
    protected void run(Console console) {
        for (double gamma : gammas) {
            Usage.require(gamma >= 0 && gamma <= 1, "--gamma must lie in [0, 1], got %s", gamma);
        }
        sheet.check();
        images.check();
        Held held = new Held(console);
        SamplingSetup setup = sheet.setup(model.choice().find(held));
        images.check(setup.model().classes());
        DenoiseRequest request =
                new DenoiseRequest(setup, sheet.sheet(setup, "denoise"), images.choice(), gammas);
        console.results(held.with(request.run(held)).picture());
    }
}
