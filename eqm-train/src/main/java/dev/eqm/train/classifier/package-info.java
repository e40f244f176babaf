/**
 * Trains the small classifier that scores of 28x28 pictures look through: {@link
 * dev.eqm.train.classifier.ClassifierTraining}.
 */
package dev.eqm.train.classifier;
