package io.spillway.rows;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;

/**
 * The arrangement of an export's files and records in a destination that consists of folders. A
 * source chooses it; destinations without folders ignore it.
 *
 * <p>A folder that holds rows is read as it stands: readers take every file whose name begins with
 * neither {@code _} nor {@code .}. Records and markers beside files therefore lie in {@code
 * _spillway/}.
 *
 * @param kind the folder of an export's files, and the place of its records
 * @param above a folder between the destination and all of this; empty for none
 * @param names the names of the files below the export's folder
 */
public record RowLayout(Kind kind, String above, FileNames names) implements Serializable {

  /** The folder of an export's files, and the place of its records, lease and marker. */
  public enum Kind {
    /**
     * Each export has a folder named after its id, in which each complete table is marked. Records,
     * lease and markers of all exports lie beside these folders, so one export runs at a time.
     */
    EXPORT_FOLDERS,
    /**
     * All exports share one folder, whose files later exports replace and remove. One export runs
     * at a time, and all are of one source.
     */
    SHARED_FOLDER,
    /**
     * Each export has a folder named after its id, which also contains its records, lease and
     * marker. Exports with different ids run side by side.
     */
    OWN_FOLDER
  }

  /** The names of files. */
  public interface FileNames extends Serializable {
    /**
     * Returns the name of a split's file: the same for each attempt, and unique in the export.
     *
     * @param suffix the suffix of files with this compression: {@code .zstd.parquet}
     * @return a path below the export's folder, without a slash at its beginning
     */
    String of(TableSplit split, String suffix);
  }

  /** The layout with numbered files in a folder per table, in a folder per export. */
  public static final RowLayout TABLE_FOLDERS =
      new RowLayout(Kind.EXPORT_FOLDERS, "", RowLayout::numbered);

  public RowLayout {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(names);
    if (above.startsWith("/") || above.endsWith("/")) {
      throw new IllegalArgumentException("Invalid folder: '" + above + "' (no slash at its ends)");
    }
  }

  /** Returns the layout in which all exports share one folder. */
  public static RowLayout sharedFolder(FileNames names) {
    return new RowLayout(Kind.SHARED_FOLDER, "", names);
  }

  /** Returns the layout in which each export has a folder with its own records. */
  public static RowLayout ownFolder(FileNames names) {
    return new RowLayout(Kind.OWN_FOLDER, "", names);
  }

  /** Returns a copy with a folder between the destination and everything else. */
  public RowLayout below(String folder) {
    return new RowLayout(kind, folder, names);
  }

  private static String numbered(TableSplit split, String suffix) {
    return split.table().folder()
        + String.format(Locale.ROOT, "/part-%05d", split.number())
        + suffix;
  }
}
