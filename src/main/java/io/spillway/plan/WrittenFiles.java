package io.spillway.plan;

import java.io.Serializable;
import java.util.List;

/** What one task has written, and what that cost. */
public record WrittenFiles(List<WrittenFile> files, Cost cost) implements Serializable {
  public WrittenFiles {
    files = List.copyOf(files);
  }
}
