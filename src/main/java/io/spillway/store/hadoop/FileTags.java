package io.spillway.store.hadoop;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/** Tags of files, which Azure's connector reports and HDFS does not. */
final class FileTags {
  private static final boolean KNOWN = isKnown();

  private FileTags() {}

  /** Returns the file's tag without quotes; empty if it has none. */
  static String of(FileStatus status) {
    return KNOWN ? Tagged.of(status) : "";
  }

  /**
   * Returns whether the type exists: Hadoop before 3.3.2 lacks it, and a cluster may provide its
   * own Hadoop.
   */
  private static boolean isKnown() {
    try {
      Class.forName("org.apache.hadoop.fs.EtagSource", false, FileStatus.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The access to the type, loaded only if the type exists. */
  private static final class Tagged {
    private Tagged() {}

    static String of(FileStatus status) {
      String tag = status instanceof EtagSource source ? source.getEtag() : null;
      return tag == null ? "" : tag.replace("\"", "");
    }
  }
}
