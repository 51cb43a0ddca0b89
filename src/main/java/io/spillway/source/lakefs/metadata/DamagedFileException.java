package io.spillway.source.lakefs.metadata;

import java.io.IOException;

/**
 * Exception thrown if a metadata file is damaged, or is not a metadata file of lakeFS. Its content
 * cannot be trusted, so nothing is exported by it.
 */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String name, String detail) {
    super(sentence(name, detail));
  }

  DamagedFileException(String name, String detail, Throwable cause) {
    super(sentence(name, detail), cause);
  }

  private static String sentence(String name, String detail) {
    return "Cannot trust " + name + ", it is damaged or no metadata file of lakeFS: " + detail;
  }
}
