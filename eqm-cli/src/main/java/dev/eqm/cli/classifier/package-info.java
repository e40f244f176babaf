/**
 * Trains the small classifier that scores of 28x28 pictures look through: {@link
 * dev.eqm.cli.classifier.ClassifierTraining}.
 */
package dev.eqm.cli.classifier;
