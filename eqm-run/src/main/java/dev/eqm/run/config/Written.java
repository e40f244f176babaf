package dev.eqm.run.config;

import java.util.Optional;

/**
 * What a file, or a file and settings, say themselves, apart from the defaults under them. Asked
 * before the records are made, to choose defaults that suit what is written.
 */
public final class Written {
    private final ConfigType shape;
    private final Draft root;
    private final Kinds kinds;

    Written(ConfigType shape, Draft root, Kinds kinds) {
        this.shape = shape;
        this.root = root;
        this.kinds = kinds;
    }

    /**
     * Whether a key, or one below it, is written.
     *
     * @param path dotted, such as {@code model.imageSize}
     */
    public boolean has(String path) {
        return at(path).map(found -> !found.draft.place().isDefault()).orElse(false);
    }

    /**
     * The value that a key will have, its default if it is not written; empty if it is refused, or
     * there is no such key in what is written.
     */
    public Optional<Object> value(String path) {
        return at(path).flatMap(
                        found ->
                                new Assembly(kinds, new Problems()) // told when all is assembled
                                        .build(
                                                found.shape,
                                                found.draft,
                                                new Spot(path, found.draft.place())));
    }

    private record Found(ConfigType shape, Draft draft) {}

    private Optional<Found> at(String path) {
        Found found = new Found(shape, root);
        for (String key : path.split("\\.")) {
            if (!(found.draft instanceof Draft.Fields fields) || !fields.parts().containsKey(key)) {
                return Optional.empty();
            }
            found =
                    new Found(
                            Records.shapes(fields.type(), kinds).get(key), fields.parts().get(key));
        }
        return Optional.of(found);
    }
}
