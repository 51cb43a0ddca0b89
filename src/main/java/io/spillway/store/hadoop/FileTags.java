package io.spillway.store.hadoop;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;

/** The tags of files, which Azure's connector knows and HDFS does not. */
final class FileTags {
  private static final boolean KNOWN = isKnown();

  private FileTags() {}

  /** The file's tag without quotes; empty where it has none. */
  static String of(FileStatus status) {
    return KNOWN ? Tagged.of(status) : "";
  }

  /** Hadoop before 3.3.2 has no such type: a cluster may bring its own. */
  private static boolean isKnown() {
    try {
      Class.forName("org.apache.hadoop.fs.EtagSource", false, FileStatus.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Is loaded only where the type is. */
  private static final class Tagged {
    private Tagged() {}

    static String of(FileStatus status) {
      String tag = status instanceof EtagSource source ? source.getEtag() : null;
      return tag == null ? "" : tag.replace("\"", "");
    }
  }
}
