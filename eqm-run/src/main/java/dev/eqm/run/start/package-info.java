/**
 * Writes a configuration for a folder or file of images: what {@code eqm init} does. {@link
 * dev.eqm.run.start.InitRequest} looks at the data ({@code DataFinder}: which kind they are; {@code
 * FoundPictures}: a folder of pictures), takes the {@link dev.eqm.run.settings.StarterRecipe} for
 * them, measures how fast this machine trains it ({@code SpeedCheck}) and writes it with comments
 * ({@code StartYaml}). {@link dev.eqm.run.start.InitReport} says what was found and how long it
 * will take.
 *
 * <p>Rules about sizes and steps are in {@code StarterRecipe}, which configurations that name
 * nothing but their data use as well. To recognise another kind of data, add a case to {@code
 * DataFinder}.
 */
package dev.eqm.run.start;
