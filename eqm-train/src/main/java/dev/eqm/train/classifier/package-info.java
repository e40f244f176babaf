/**
 * Trains the small classifier of grey 28x28 pictures whose features scores look through; its
 * network and file are {@code dev.eqm.models.classifier}'s. {@link
 * dev.eqm.train.classifier.ClassifierTraining} is the whole recipe: cross-entropy, AdamW, a rate
 * that falls along half a cosine, half of the pictures mirrored. The built-in net {@code fmnist28}
 * was made by its {@code DEFAULT}; another seed or number of epochs makes a net of another name,
 * whose distances are not comparable.
 */
package dev.eqm.train.classifier;
