/** What runs leave on disk. */
package dev.eqm.run.folder;
