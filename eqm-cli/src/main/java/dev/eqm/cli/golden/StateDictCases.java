package dev.eqm.cli.golden;

import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.weights.PublishedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bare state_dict as a .pt, which must hold the bits of a safetensors file of the set. */
final class StateDictCases implements GoldenGroup {
    private static final Pattern TWIN =
            Pattern.compile(".*bit-identical to ([\\w.-]+\\.safetensors).*");

    @Override
    public void run(GoldenCase golden, Answers answers) {
        String name = golden.file().getFileName().toString();
        String what =
                golden.set().objects("other_files").stream()
                        .filter(f -> f.text("file").equals(name))
                        .map(f -> f.text("what", ""))
                        .findFirst()
                        .orElse("");
        Matcher twin = TWIN.matcher(what);
        if (!twin.matches()) {
            answers.gap(name, "cases.json does not say what it must be identical to");
            return;
        }
        Path other = golden.file().resolveSibling(twin.group(1));
        Map<String, TensorData> wanted = Safetensors.read(other).tensors();
        try (PublishedFile opened = PublishedFile.open(golden.file())) {
            Map<String, TensorSource> ours = opened.content().model();
            answers.add(
                    ArrayResult.exact(
                            "names", List.copyOf(ours.keySet()), List.copyOf(wanted.keySet())));
            wanted.forEach(
                    (tensor, data) -> {
                        Object got = ours.containsKey(tensor) ? ours.get(tensor).get() : "nothing";
                        answers.add(ArrayResult.exact(tensor, got, data));
                    });
        }
    }
}
