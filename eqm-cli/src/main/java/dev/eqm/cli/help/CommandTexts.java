package dev.eqm.cli.help;

import dev.eqm.cli.option.CatalogueNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.Set;

/**
 * What help texts say: those of {@code commands.properties}, and the names that {@link
 * CatalogueNames} reads from the catalogues.
 *
 * <p>The file has, for {@code eqm NAME}, {@code eqm.NAME.usage.description.0} (one sentence, which
 * is also the command's line in {@code eqm --help}), {@code .1} and so on (what else there is to
 * know), and {@code eqm.NAME.usage.footer.0}, {@code .1}: examples, which begin with {@code eqm}
 * and are parsed by a test. It wins over what a command's annotation says.
 */
public final class CommandTexts extends ResourceBundle {
    private static final String FILE = "commands.properties";

    private final Map<String, Object> texts = new LinkedHashMap<>();

    /** Reads them. */
    public CommandTexts() {
        Properties file = new Properties();
        try (InputStream in = CommandTexts.class.getResourceAsStream(FILE);
                InputStreamReader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            file.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": cannot be read from eqm's own jar", e);
        }
        file.forEach((key, value) -> texts.put((String) key, value));
        ResourceBundle names = new CatalogueNames();
        names.keySet().forEach(key -> texts.put(key, names.getObject(key)));
    }

    @Override
    protected Object handleGetObject(String key) {
        return texts.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(texts.keySet());
    }

    @Override
    protected Set<String> handleKeySet() {
        return texts.keySet();
    }
}
