/**
 * A small convolutional classifier of grey 28x28 pictures: what scores of such pictures look
 * through. {@link dev.eqm.models.classifier.Classifier} is the network, {@link
 * dev.eqm.models.classifier.ClassifierFile} its file, {@link
 * dev.eqm.models.classifier.ClassifierCard} what the file says about its training, {@link
 * dev.eqm.models.classifier.Accuracy} how often it is right.
 *
 * <p>Letters: N pictures, D features (those before the last layer), K classes.
 */
package dev.eqm.models.classifier;
