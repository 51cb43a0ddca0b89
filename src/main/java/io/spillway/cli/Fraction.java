package io.spillway.cli;

/** The part of a step that is done, by objects and by bytes. */
final class Fraction {
  private Fraction() {}

  /**
   * Returns the part that is done, from 0 to 1: by objects or by bytes, whichever is less. Small
   * objects often come first, and large ones last, or the other way round.
   *
   * @param objects the number of objects, or -1 if unknown
   * @param bytes the number of bytes, or -1 if unknown
   */
  static double of(long objectsDone, long objects, long bytesDone, long bytes) {
    double byObjects = objects <= 0 ? 1 : (double) objectsDone / objects;
    double byBytes = bytes <= 0 ? 1 : (double) bytesDone / bytes;
    return Math.min(1, Math.min(byObjects, byBytes));
  }
}
