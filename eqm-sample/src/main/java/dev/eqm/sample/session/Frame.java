package dev.eqm.sample.session;

import dev.eqm.core.data.Picture;
import java.util.List;

/**
 * The pictures of one batch of a request at one step.
 *
 * @param first index of the batch's first item in the request
 * @param step updates made; 0 is the noise
 * @param pictures of items first, first + 1, ...
 */
public record Frame(int first, int step, List<Picture> pictures) {}
