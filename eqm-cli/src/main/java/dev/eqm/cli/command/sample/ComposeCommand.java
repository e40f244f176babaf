package dev.eqm.cli.command.sample;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.CompositionOptions;
import dev.eqm.cli.option.PlaceOptions;
import dev.eqm.cli.option.SheetOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.sampling.AddedModel;
import dev.eqm.run.sampling.ComposeRequest;
import dev.eqm.run.sampling.SamplingSetup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code eqm compose}: samples from weighted sums of conditional fields, the paper's Figure 11.
 *
 * <p>One {@link ComposeRequest}, a row of the sheet for each {@code --labels}. It writes
 * compose.png and compose.json into {@code --out} and prints the path of the picture; a sheet that
 * is there is refused without {@code --overwrite}.
 *
 * <p>Labels and weights are read once the model is found, because names of classes are the model's;
 * their number is checked before. Exit code 2 for a model that has not what a sum needs: classes,
 * and a null label for {@code --base null}.
 *
 * <p>With {@code --with} a second model is looked up, by the same {@code --average} and with its
 * gradient; its field is added under each composition. {@code --weights} are here the weights of
 * the sum, which is why the average has a name of its own. There is no {@code --field}: fields are
 * summed as gradients, and raw answers of networks with an energy are none.
 */
@Command(name = "compose")
public final class ComposeCommand extends ConsoleCommand {
    @Mixin private PlaceOptions place;
    @Mixin private SheetOptions sheet;

    @Option(
            names = "--average",
            paramLabel = "NAME",
            defaultValue = ModelChoice.AUTO,
            description =
                    "Which weights of the run to use (like --weights of eqm sample); default auto.")
    private String average;

    @Mixin private CompositionOptions sums;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "16",
            description = "Samples per composition; default ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--with",
            paramLabel = "RUN|CHECKPOINT",
            description =
                    "Adds the same compositions of another model, which must generate images of the same shape.")
    private Path with;

    @Option(
            names = "--with-weight",
            paramLabel = "W",
            defaultValue = "1",
            description = "Weight of the other model's field; default ${DEFAULT-VALUE}.")
    private double withWeight;

    @Override
    protected void run(Console console) {
        sums.check();
        Usage.requireAtLeastOne("--count", count);
        sheet.check();
        Held held = new Held(console);
        SamplingSetup setup = sheet.setup(choice(place.place()).find(held));
        ComposeRequest request =
                ComposeRequest.of(
                        setup,
                        sheet.sheet(setup, "compose"),
                        sums.compositions(setup.model().classes(), setup.sampling().cfg()),
                        count,
                        with == null
                                ? List.of()
                                : List.of(new AddedModel(choice(ModelPlace.of(with)), withWeight)));
        console.results(held.with(request.run(held)).picture());
    }

    /**
     * Both models are asked for the same average, and for the gradient: fields in two units do not
     * add.
     */
    private ModelChoice choice(ModelPlace where) {
        return new ModelChoice(where, average, FollowedField.GRADIENT);
    }
}
