package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What is told about a key that does not exist: what exists, and what may have been meant.
 *
 * @param root where a key is looked for that was written at the wrong place
 */
public record UnknownKeys(Kinds kinds, Draft root) {
    private static final int MAX_TOLD = 3;

    /**
     * The message.
     *
     * @param name the key as written, the last part of the path
     * @param owner the class of the record that has no such component
     * @param shape what the record stands for; with an open one, other kinds may have the key
     */
    public String describe(Spot spot, String name, Class<?> owner, ConfigType shape) {
        List<String> known = new ArrayList<>(Records.shapes(owner, kinds).keySet());
        StringBuilder text = new StringBuilder();
        text.append("unknown key '").append(ScalarText.shortened(spot.path())).append("'");
        String list = "known: ";
        if (shape instanceof ConfigType.Open open) {
            known.add(0, Kinds.KEY);
            list = "known to kind " + kinds.nameOf(open.type(), owner) + ": ";
            text.append(quoted("; it belongs to kind ", kindsWith(name, open.type())));
        }
        List<String> elsewhere = new ArrayList<>();
        find(root, "", name, elsewhere);
        text.append(quoted("; there is ", elsewhere));
        if (name.contains(".")) {
            text.append("; in a file, nest the keys, one per line");
        } else {
            String path = spot.path();
            boolean nested = spot.place().line() == 0 && path.endsWith("." + name); // one line
            String above = nested ? path.substring(0, path.length() - name.length()) : "";
            Names.nearest(name, known)
                    .ifPresent(n -> text.append("; did you mean '" + above + n + "'?"));
        }
        return text + " (" + list + String.join(", ", known) + ")";
    }

    private static String quoted(String before, List<String> names) {
        List<String> few = names.subList(0, Math.min(MAX_TOLD, names.size()));
        return few.isEmpty() ? "" : before + "'" + String.join("', '", few) + "'";
    }

    private List<String> kindsWith(String name, Class<?> type) {
        return kinds.names(type).stream()
                .filter(k -> Records.values(kinds.example(type, k).orElseThrow()).containsKey(name))
                .toList();
    }

    private void find(Draft at, String path, String name, List<String> found) {
        if (at instanceof Draft.Fields fields) {
            fields.parts()
                    .forEach(
                            (key, part) -> {
                                String below = Spot.below(path, key);
                                if (below.equals(name) || below.endsWith("." + name)) {
                                    found.add(below);
                                }
                                find(part, below, name, found);
                            });
        }
    }
}
