package dev.eqm.run.reproduce.item;

/**
 * An item and its name on the command line, which is that of its file.
 *
 * @param id such as {@code table4}
 */
public record NamedItem(String id, Item item) {}
