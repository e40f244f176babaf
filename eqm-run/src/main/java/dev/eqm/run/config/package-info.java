/**
 * YAML on one side, records on the other; strict, and every problem told with file, line and
 * column.
 *
 * <ul>
 *   <li>{@link dev.eqm.run.config.ConfigFiles} finds the file that a user meant.
 *   <li>{@link dev.eqm.run.config.ConfigReader} overlays a record of defaults with a file and with
 *       {@code a.b=value} settings.
 *   <li>{@link dev.eqm.run.config.Kinds} lists what an open interface may be, chosen by {@code
 *       kind: name}, and which types are a single word.
 *   <li>{@link dev.eqm.run.config.ConfigWriter} writes the resolved record back, every value
 *       written out; reading it gives an equal record.
 *   <li>{@link dev.eqm.run.config.ConfigDiff} says what differs between two of them.
 *   <li>{@link dev.eqm.run.config.ConfigException} carries every problem found, one a line.
 * </ul>
 *
 * <p>How reading goes: {@code YamlParser} makes a tree of {@code YamlNode}s that know their place;
 * {@code Overlay} lays it over the {@code Draft} of the defaults, and the settings after it; {@code
 * Assembly} calls the records' constructors from the leaves up. Each stage adds to {@code
 * Problems}; a record is only constructed when everything written for it was understood, so no
 * problem is a consequence of another one.
 *
 * <p>To support a new component type, add it to {@code ConfigType}, {@code Scalars} (reading) and
 * {@code ScalarText} (writing). This is the only package that reflects over records; others copy
 * large ones with {@code Records.with}.
 *
 * <p>Glossary: a <em>kind</em> is the name under which a file chooses one implementation of an
 * interface; a <em>spot</em> is a dotted path together with the place where it was written.
 */
package dev.eqm.run.config;
