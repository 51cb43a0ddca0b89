package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Location;
import io.spillway.destination.DestinationContext;
import io.spillway.destination.Leftovers;
import io.spillway.destination.Prefix;
import io.spillway.ledger.ExportId;
import io.spillway.ledger.ExportRecord;
import io.spillway.ledger.FileList;
import io.spillway.outcome.Failures;
import io.spillway.outcome.RowsVerified;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.RowLayout;
import io.spillway.rows.RowPlan;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.rows.destination.RowCommit;
import io.spillway.rows.destination.RowDestination;
import io.spillway.rows.destination.RowExport;
import io.spillway.rows.destination.RowFiles;
import io.spillway.rows.destination.RowOutput;
import io.spillway.rows.destination.RowTransaction;
import io.spillway.rows.parquet.Compression;
import io.spillway.rows.parquet.RowFile;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoredObject;
import io.spillway.store.Stores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A destination without folders: data files have names of no meaning, and those that the newest
 * snapshot lists are the table. Like a table format's catalog, it knows neither ids nor markers.
 *
 * @param warehouse the location of the snapshot and the files
 */
public record TestTable(String name, Location ledger, Location warehouse, Stores stores)
    implements RowDestination {
  /** The name of the snapshot in the warehouse. */
  public static final String SNAPSHOT = "snapshot.txt";

  @Override
  public DestinationContext context(RowLayout layout, ExportId id) {
    return DestinationContext.elsewhere(name, ledger, stores);
  }

  @Override
  public List<DestinationContext> records(Optional<String> exportId) {
    return List.of(DestinationContext.elsewhere(name, ledger, stores));
  }

  @Override
  public RowTransaction begin(RowExport export) {
    return new Transaction(export, warehouse);
  }

  @Override
  public RowsVerified compare(
      DestinationContext context, ExportRecord record, Consumer<FileList.Line> there)
      throws IOException {
    String snapshot = read(context.stores(), warehouse.resolve(SNAPSHOT));
    RowsVerified found = RowsVerified.NONE;
    try (FileList.Reader lines =
        FileList.read(context.stores(), context.ledger(), record.exportId())) {
      while (lines.hasNext()) {
        FileList.Line line = lines.next();
        if (snapshot.contains(line.file() + " " + line.detail() + "\n")) {
          there.accept(line);
        } else {
          found = found.plus(RowsVerified.differing(line.file(), "is not in the snapshot"));
        }
      }
    }
    return found;
  }

  @Override
  public FileLocations locations(DestinationContext context) {
    return Location::parse;
  }

  private static String read(Stores stores, Location file) throws IOException {
    try (OpenObject open = stores.open(file).open(file.path(), 0)) {
      return new String(open.stream().readAllBytes(), UTF_8);
    }
  }

  private record Transaction(RowExport export, Location warehouse) implements RowTransaction {
    @Override
    public RowFiles files() {
      return new Files(
          warehouse, export.id().text(), export.context().stores(), export.compression());
    }

    @Override
    public Leftovers leftovers() {
      return Prefix.ofRows(
          export.context().root(),
          export.context().forbidden(),
          export.context().stores(),
          export.id());
    }

    @Override
    public Optional<String> layout() {
      return Optional.of("TEST_TABLE");
    }

    @Override
    public String placeOf(Table table) {
      return "table " + table.name();
    }

    @Override
    public Failures prepare(RowPlan plan) {
      return plan.tables().stream()
          .filter(table -> table.table().name().endsWith("reserved"))
          .map(table -> Failures.of(table.table().name(), "is a reserved name"))
          .reduce(Failures.NONE, Failures::and);
    }

    @Override
    public Failures commit(RowCommit commit) throws IOException {
      StringBuilder snapshot = new StringBuilder();
      try (FileList.Reader lines = commit.files().open()) {
        lines.forEachRemaining(
            line -> snapshot.append(line.file()).append(' ').append(line.detail()).append('\n'));
      }
      Location file = warehouse.resolve(SNAPSHOT);
      export
          .context()
          .stores()
          .open(file)
          .write(file.path(), Body.of(snapshot.toString().getBytes(UTF_8)), Attributes.NONE);
      return Failures.NONE;
    }

    /** Removes the files of this export, which no snapshot lists. */
    @Override
    public void abort() {
      try {
        Location data = warehouse.resolve("data/" + export.id() + "-");
        var listed = export.context().stores().open(data).list(data.path());
        List<String> keys = new ArrayList<>();
        listed.forEachRemaining((StoredObject file) -> keys.add(file.key()));
        export.context().stores().open(data).delete(keys);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Files(Location warehouse, String id, Stores stores, Compression compression)
      implements RowFiles {
    @Override
    public void check() {}

    @Override
    public String nameOf(TableSplit split) {
      String name =
          id + "-" + Integer.toHexString((split.table().name() + split.number()).hashCode());
      return warehouse.resolve("data/" + name).toString();
    }

    @Override
    public RowOutput fileFor(TableSplit split) throws IOException {
      Location file = Location.parse(nameOf(split));
      OpenWrite out = stores.open(file).begin(file.path(), Attributes.NONE);
      return new Output(out, RowFile.begin(split.table(), compression, out));
    }
  }

  private record Output(OpenWrite out, RowFile file) implements RowOutput {
    @Override
    public void write(ColumnBatch batch) throws IOException {
      file.write(batch);
    }

    @Override
    public long rows() {
      return file.rows();
    }

    @Override
    public Finished finish() throws IOException {
      var written = file.finish();
      return new Finished(written, out.commit().etag(), "rows=" + written.rows());
    }

    @Override
    public void close() throws IOException {
      file.close();
      out.close();
    }
  }
}
