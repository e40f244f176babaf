package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import java.util.List;

/**
 * How large all experiments are: a YAML file in the folder {@code scales} beside the items.
 *
 * @param about in a sentence, for the head of every report
 * @param science false: what comes out shows that the machinery works, and nothing else; every
 *     output says so
 * @param seeds trainings of every arm
 * @param samples behind every reading
 * @param searched samples behind every reading of a search
 * @param features what distances look at: {@link FeatureChoice}
 * @param reference {@code data}: samples are compared with the images that were learned; otherwise
 *     a file of {@code eqm stats}
 * @param training laid over the configuration of every role, before the role's own settings: the
 *     length of all trainings is one setting
 * @param roles what arms begin with
 * @param sampling laid over the sampling of every role
 */
public record Scale(
        String about,
        boolean science,
        int seeds,
        int samples,
        int searched,
        String features,
        String reference,
        List<String> training,
        List<Role> roles,
        List<String> sampling) {
    /** What {@code reference} is for the images that were learned. */
    public static final String DATA = "data";

    /** What a file overlays; it is no scale itself. */
    public static final Scale BLANK =
            new Scale(
                    "nothing",
                    true,
                    3,
                    1000,
                    500,
                    "auto",
                    DATA,
                    List.of(),
                    List.of(new Role("none", "none", List.of())),
                    List.of());

    public Scale {
        require(seeds >= 1, "seeds must be at least 1, got %s", seeds);
        int least = 2 * GroupedMoments.GROUPS;
        String rule = " must be at least %s (two per group of the jackknife), got %s";
        require(samples >= least, "samples" + rule, least, samples);
        require(searched >= least, "searched" + rule, least, searched);
        require(!roles.isEmpty(), "roles must not be empty, got %s", roles);
        new FeatureChoice(features); // which checks it
        training = List.copyOf(training);
        roles = List.copyOf(roles);
        sampling = List.copyOf(sampling);
    }

    /**
     * A role by its name.
     *
     * @throws BrokenRuleException naming those that there are
     */
    public Role role(String name) {
        return roles.stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new BrokenRuleException(
                                        "from must name a role of the scale, %s, got %s"
                                                .formatted(
                                                        roles.stream().map(Role::name).toList(),
                                                        name)));
    }
}
