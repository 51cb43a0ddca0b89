package io.spillway.outcome;

import java.io.Serializable;
import java.util.List;

/** The files that one task has written, and their cost. */
public record WrittenFiles(List<WrittenFile> files, Cost cost) implements Serializable {
  public WrittenFiles {
    files = List.copyOf(files);
  }
}
