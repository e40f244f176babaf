package dev.eqm.models.weights.torch;

/**
 * One stored entry of a ZIP.
 *
 * @param header where its local header begins
 * @param begin where its bytes begin in the file
 * @param size how many
 * @param crc CRC-32 of them; 0 where a writer left it out
 */
record ZipRecord(String name, long header, long begin, long size, int crc) {
    long end() {
        return begin + size;
    }
}
