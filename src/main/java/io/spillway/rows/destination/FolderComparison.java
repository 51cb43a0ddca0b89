package io.spillway.rows.destination;

import io.spillway.base.Location;
import io.spillway.destination.DestinationContext;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.FileList;
import io.spillway.ledger.RowsRecord;
import io.spillway.outcome.RowsVerified;
import io.spillway.rows.RowLayout;
import io.spillway.store.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A comparison of a folder's listing with the record of an export. */
final class FolderComparison {
  private final DestinationContext context;
  private final ExportRecord record;
  private final RowLayout.Kind kind;

  FolderComparison(DestinationContext context, ExportRecord record) {
    this.context = context;
    this.record = record;
    RowsRecord rows = record.rows();
    this.kind =
        rows == null || rows.layout() == null
            ? RowLayout.Kind.EXPORT_FOLDERS
            : RowLayout.Kind.valueOf(rows.layout());
  }

  RowsVerified run(Consumer<FileList.Line> there) throws IOException {
    Map<String, Long> sizes = sizes();
    RowsVerified found = RowsVerified.NONE;
    try (FileList.Reader lines =
        FileList.read(context.stores(), context.ledger(), record.exportId())) {
      while (lines.hasNext()) {
        FileList.Line line = lines.next();
        Long size = sizes.remove(line.file());
        if (size == null) {
          found = found.plus(RowsVerified.differing(line.file(), "is missing"));
        } else if (size != line.bytes()) {
          found =
              found.plus(
                  RowsVerified.differing(
                      line.file(),
                      "has " + size + " bytes, and " + line.bytes() + " were written"));
        } else {
          there.accept(line);
        }
      }
    }
    return switch (kind) {
      case EXPORT_FOLDERS -> found.plus(marks(sizes)).plus(extra(sizes));
      case OWN_FOLDER -> {
        sizes.keySet().removeIf(FolderDestination::isHidden);
        yield found.plus(extra(sizes));
      }
      case SHARED_FOLDER -> found; // other files are of other exports
    };
  }

  /** Returns the sizes of the files in the export's folder, by their names below the root. */
  private Map<String, Long> sizes() throws IOException {
    Location root = context.root();
    int start = root.resolve("").path().length();
    String folder =
        root.resolve(kind == RowLayout.Kind.EXPORT_FOLDERS ? record.exportId() + "/" : "").path();
    Map<String, Long> sizes = new HashMap<>();
    Iterator<StoredObject> listed = context.stores().open(root).list(folder);
    while (listed.hasNext()) {
      StoredObject object = listed.next();
      sizes.put(object.key().substring(start), object.size());
    }
    return sizes;
  }

  /** Compares the marks of complete tables, and removes them from the map. */
  private RowsVerified marks(Map<String, Long> sizes) {
    RowsVerified found = RowsVerified.NONE;
    RowsRecord rows = record.rows();
    for (RowsRecord.OfTable table : rows == null ? List.<RowsRecord.OfTable>of() : rows.tables()) {
      String mark = record.exportId() + "/" + table.folder() + "/" + FolderTransaction.SUCCESS;
      if (sizes.remove(mark) == null) {
        found = found.plus(RowsVerified.differing(mark, "is missing"));
      }
    }
    return found;
  }

  private static RowsVerified extra(Map<String, Long> sizes) {
    RowsVerified found = RowsVerified.NONE;
    for (String extra : sizes.keySet().stream().sorted().toList()) {
      found = found.plus(RowsVerified.differing(extra, "was not written by this export"));
    }
    return found;
  }
}
