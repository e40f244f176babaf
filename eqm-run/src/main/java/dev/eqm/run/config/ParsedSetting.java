package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A setting {@code a.b.c=value} of the command line, as the YAML {@code {a: {b: {c: value}}}}.
 *
 * @param depth the number of keys in the path
 */
public record ParsedSetting(Place place, YamlNode node, int depth, boolean isKind) {
    /**
     * The settings in the order in which they apply: kinds first, the outer before the inner; then
     * the others as given. Malformed ones are told and left out.
     *
     * @param section where a path may also begin above the record that it is laid over: with {@code
     *     sampling}, {@code sampling.steps=5} is {@code steps=5}; empty: nowhere
     */
    static List<ParsedSetting> parseAll(List<Given> settings, String section, Problems problems) {
        List<ParsedSetting> parsed = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            parse(settings.get(i), i + 1, section, problems).ifPresent(parsed::add);
        }
        parsed.sort(Comparator.comparingInt(s -> s.isKind ? s.depth : Integer.MAX_VALUE));
        return parsed;
    }

    private static Optional<ParsedSetting> parse(
            Given given, int order, String section, Problems problems) {
        String text = given.setting();
        String label = given.written().replaceAll("\\R", "\\\\n");
        Place place = new Place(label, order, 0, 0, given.argument());
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add(place, "must read key=value, such as train.seed=1");
            return Optional.empty();
        }
        List<String> keys = List.of(text.substring(0, equals).strip().split("\\.", -1));
        if (keys.get(0).equals(section)) {
            keys = keys.subList(1, keys.size());
        }
        int before = problems.count();
        Optional<YamlNode> value =
                YamlParser.parse(text.substring(equals + 1), at -> place, problems);
        if (problems.count() > before) {
            return Optional.empty();
        }
        YamlNode node = value.orElseGet(() -> new YamlNode.Scalar(place, "", true));
        for (int i = keys.size() - 1; i >= 0; i--) {
            YamlNode.Entry entry = new YamlNode.Entry(place, keys.get(i), node);
            node = new YamlNode.Mapping(place, List.of(entry));
        }
        boolean isKind = !keys.isEmpty() && keys.get(keys.size() - 1).equals(Kinds.KEY);
        return Optional.of(new ParsedSetting(place, node, keys.size(), isKind));
    }
}
