package dev.eqm.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The texts in a PNG file by keyword, as the JDK reads them. */
public final class PngTexts {
    private PngTexts() {}

    public static Map<String, String> of(Path png) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(png.toFile())) {
            reader.setInput(in);
            Element tree = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            Map<String, String> texts = new LinkedHashMap<>();
            add(texts, tree.getElementsByTagName("tEXtEntry"), "value");
            add(texts, tree.getElementsByTagName("iTXtEntry"), "text");
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(png.toString(), e);
        } finally {
            reader.dispose();
        }
    }

    private static void add(Map<String, String> texts, NodeList entries, String value) {
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            texts.put(entry.getAttribute("keyword"), entry.getAttribute(value));
        }
    }
}
