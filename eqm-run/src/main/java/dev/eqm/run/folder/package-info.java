/**
 * What runs leave on disk, and what must be there or free before work begins. {@link
 * dev.eqm.run.folder.RunFolder} knows the files of a run and finds the newest one; {@link
 * dev.eqm.run.folder.DataRecord} says which images it learned; {@link
 * dev.eqm.run.folder.RunHistory} when and where it was trained; {@link dev.eqm.run.folder.RunLock}
 * lets one process at a time write to a folder; {@link dev.eqm.run.folder.Target} checks that a
 * result can be written; {@link dev.eqm.run.folder.TextFile} and {@link
 * dev.eqm.run.folder.JsonFile} write one that is complete or not there.
 */
package dev.eqm.run.folder;
