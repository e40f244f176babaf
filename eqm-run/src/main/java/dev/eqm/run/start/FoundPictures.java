package dev.eqm.run.start;

import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.PictureSurvey;
import dev.eqm.core.data.PictureSurvey.PassedOver;
import dev.eqm.core.data.PictureSurvey.Reason;
import dev.eqm.core.data.PictureSurvey.Seen;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.ImageOutline;
import dev.eqm.run.settings.ImageWish;
import dev.eqm.run.settings.StarterRecipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A folder of pictures: what size and colours they are learned in, what is passed over.
 *
 * @param wish the size and channels that the user asks for; 0: as suits the pictures
 */
record FoundPictures(ImageWish wish, RunListener listener) {
    /** A configuration names each file that is passed over; more than this are no exceptions. */
    private static final int MOST_SKIPPED = 200;

    /** Pictures are enlarged up to so many times; smaller ones would be learned as blur. */
    private static final int ENLARGED = 2;

    /** Fewer pictures than this are repeated rather than varied by any network. */
    private static final int FEW = 200;

    private static final int FEW_CLASSES = 12;

    /** Names of files that a line shows. */
    private static final int SHOWN = 3;

    FoundData in(Path folder) {
        PictureSurvey survey =
                PictureSurvey.of(
                        folder,
                        List.of(),
                        PictureSurvey.THOROUGH,
                        share -> listener.progressed(share, "examining the images"));
        int side =
                wish.size() != 0
                        ? wish.size()
                        : StarterRecipe.side(survey.shortSide(StarterRecipe.SMALL_PERCENT));
        Set<String> small = wish.size() != 0 ? Set.of() : small(survey, side);
        PictureSurvey used = survey.without(small);
        if (used.pictures() == 0) {
            throw new UsageException(
                    "%s: no image is larger than %d pixels, which is too small to learn from; use larger images"
                            .formatted(folder, survey.shortSide(100)));
        } else if (used.pictures() == 1) {
            throw new UsageException(
                    ("%s: contains a single image (%s); a model needs at least "
                                    + "some hundreds to learn what they have in common")
                            .formatted(folder, used.seen().get(0).path()));
        }
        List<String> skip = skip(folder, survey, used, small);
        int channels = wish.channels() != 0 ? wish.channels() : used.channels();
        boolean classed = !used.classes().isEmpty();
        ImageData source =
                classed
                        ? new ImageData.ImageFolder(folder, side, channels, skip)
                        : new ImageData.Pictures(folder, side, channels, skip);
        List<String> names = classed ? List.copyOf(used.classes().keySet()) : List.of("all");
        ImageShape shape = new ImageShape(channels, side, side);
        return new FoundData(
                source,
                new ImageOutline(used.pictures(), shape, names),
                facts(used, names, side, channels),
                passedOver(survey, small, side),
                cautions(used, side));
    }

    /** Pictures much smaller than most; a size that the user asks for is one for all. */
    private static Set<String> small(PictureSurvey survey, int side) {
        Set<String> small = new LinkedHashSet<>();
        for (Seen seen : survey.seen()) {
            if (seen.shortSide() * ENLARGED < side) {
                small.add(seen.path());
            }
        }
        return small;
    }

    /** What training would not pass over by itself. */
    private static List<String> skip(
            Path folder, PictureSurvey survey, PictureSurvey used, Set<String> small) {
        List<String> skip = new ArrayList<>(survey.classes().keySet());
        skip.removeAll(used.classes().keySet()); // classes of small pictures alone
        survey.passedOver().stream()
                .filter(PassedOver::needsSkip)
                .map(PassedOver::path)
                .forEach(skip::add);
        skip.addAll(small);
        if (skip.size() > MOST_SKIPPED) {
            throw new UsageException(
                    "%s: %d images cannot be used (the first is %s); move them out of the folder, and start again"
                            .formatted(folder, skip.size(), skip.get(0)));
        }
        return skip.stream().sorted().toList();
    }

    private static List<String> facts(
            PictureSurvey survey, List<String> names, int side, int channels) {
        List<String> facts = new ArrayList<>();
        int looked = survey.seen().size();
        String some = looked < survey.pictures() ? StartText.count(" (%,d examined)", looked) : "";
        facts.add(StartText.count("%,d images%s, %s", survey.pictures(), some, sizes(survey)));
        facts.add(colours(survey, channels));
        facts.add(
                StartText.classes(
                        survey.classes().values().stream().mapToInt(Integer::intValue).toArray(),
                        names,
                        FEW_CLASSES));
        facts.add(
                StartText.count(
                        "used as squares of %dx%d pixels: the shorter side is scaled to %d, then the middle is cropped",
                        side, side, side));
        return facts;
    }

    /** {@code all 32x32 pixels}, or the spread of widths and heights with the median. */
    private static String sizes(PictureSurvey survey) {
        List<Integer> widths = survey.seen().stream().map(Seen::width).sorted().toList();
        List<Integer> heights = survey.seen().stream().map(Seen::height).sorted().toList();
        int last = widths.size() - 1;
        if (widths.get(0).equals(widths.get(last)) && heights.get(0).equals(heights.get(last))) {
            return StartText.count("all %dx%d pixels", widths.get(0), heights.get(0));
        }
        return StartText.count(
                "%s pixels wide and %s high (median %dx%d)",
                span(widths.get(0), widths.get(last)),
                span(heights.get(0), heights.get(last)),
                widths.get(last / 2),
                heights.get(last / 2));
    }

    private static String span(int least, int most) {
        return least == most ? Integer.toString(least) : least + " to " + most;
    }

    private static String colours(PictureSurvey survey, int channels) {
        int coloured = survey.coloured();
        int all = survey.seen().size();
        String found =
                coloured == 0
                        ? "all grey"
                        : coloured == all
                                ? "in colour"
                                : StartText.count(
                                        "%,d in colour, %,d grey", coloured, all - coloured);
        return found
                + (channels == 1 ? ": used in grey (1 channel)" : ": used in RGB (3 channels)");
    }

    private static List<String> passedOver(PictureSurvey survey, Set<String> small, int side) {
        List<String> lines = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            List<PassedOver> of =
                    survey.passedOver().stream().filter(p -> p.reason() == reason).toList();
            if (!of.isEmpty()) {
                String detail = of.get(0).detail();
                lines.add(
                        line(
                                of.stream().map(PassedOver::path).toList(),
                                told(reason) + (detail.isEmpty() ? "" : " " + detail)));
            }
        }
        if (!small.isEmpty()) {
            String rule = StartText.count("smaller than half of %dx%d", side, side);
            lines.add(line(List.copyOf(small), rule));
        }
        return lines;
    }

    private static String told(Reason reason) {
        return switch (reason) {
            case HIDDEN -> "hidden (the name begins with a dot)";
            case NOT_A_PICTURE -> "not an image, judging by its extension";
            case UNREADABLE -> "cannot be read";
            case BESIDE_CLASSES -> "lies next to the class folders, so its class is unknown";
            case NO_PICTURES -> "a folder without images";
        };
    }

    private static String line(List<String> paths, String why) {
        String shown =
                paths.stream().limit(SHOWN).map(StartText::name).collect(Collectors.joining(", "));
        String more = paths.size() > SHOWN ? ", ..." : "";
        return StartText.count("%,d %s: %s%s", paths.size(), why, shown, more)
                .replaceAll("\\R", " ");
    }

    private static List<String> cautions(PictureSurvey survey, int side) {
        List<String> all = new ArrayList<>();
        if (survey.looksDivided()) {
            all.add(
                    ("the class folders are called %s: if they are parts of a "
                                    + "split data set, give "
                                    + Setting.command("init")
                                    + " one of them, such as %s")
                            .formatted(
                                    String.join(", ", survey.classes().keySet()),
                                    survey.folder()
                                            .resolve(survey.classes().keySet().iterator().next())));
        }
        long enlarged = survey.seen().stream().filter(s -> s.shortSide() < side).count();
        if (enlarged * 2 > survey.seen().size()) {
            all.add(
                    StartText.count(
                            "%,d of %,d images are smaller than %dx%d and are enlarged, which adds no detail",
                            enlarged, survey.seen().size(), side, side));
        }
        if (survey.pictures() < FEW) {
            all.add(
                    StartText.count(
                            "there are only %,d images: samples will look like these images rather than like new ones",
                            survey.pictures()));
        }
        return all;
    }
}
