package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.Checkpoint;
import io.spillway.rows.Column;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.ColumnType;
import io.spillway.rows.Concurrency;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.RowSource;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source whose rows come in segments, each a text file of a folder with a row per line. Segments
 * are added, change, and are replaced by others of new names. A line {@value #BROKEN} cannot be
 * read, and a line {@value #MEET} waits for another thread at {@link #MEETING}.
 */
public final class TestSegments implements RowSource {
  /** The line that cannot be read. */
  public static final String BROKEN = "broken";

  /** The line at whose reading two threads meet. */
  public static final String MEET = "meet";

  /** The place where two threads wait for each other. */
  public static final CyclicBarrier MEETING = new CyclicBarrier(2);

  private static final String SUFFIX = ".zstd.parquet";

  private final String name;
  private final Path folder;

  TestSegments(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  private record Segment(String file) implements TableSplit.Piece {}

  /** Returns the name of a split's segment. */
  static String nameOf(TableSplit split) {
    return Path.of(((Segment) split.piece()).file()).getFileName().toString();
  }

  @Override
  public RowSnapshot snapshot() {
    return new RowSnapshot(name, "now", "", Instant.parse("2026-11-21T09:15:00Z"));
  }

  @Override
  public Consistency consistency() {
    return new Consistency(Consistency.Level.BEST_EFFORT, "segments may be replaced meanwhile");
  }

  @Override
  public Concurrency concurrency() {
    return new Concurrency.Unlimited();
  }

  @Override
  public RowPlan plan(PlanRequest request) {
    Map<String, String> exported = new TreeMap<>();
    request.since().ifPresent(since -> since.text().lines().forEach(line -> put(exported, line)));
    Map<String, String> there = there();
    Table table =
        new Table(
            "segments", "segments", List.of(new Column("line", ColumnType.Plain.STRING, "text")));
    List<TableSplit> splits = new ArrayList<>();
    there.forEach(
        (segment, state) -> {
          if (!state.equals(exported.get(segment))) {
            Segment piece = new Segment(folder.resolve(segment).toString());
            splits.add(new TableSplit(table, splits.size(), 2 << 20, piece));
          }
        });
    return new RowPlan(
        splits.isEmpty() ? List.of() : List.of(new RowPlan.PlannedTable(table, splits, -1)),
        List.of(),
        List.of(),
        exported.keySet().stream()
            .filter(segment -> !there.containsKey(segment))
            .map(segment -> segment + SUFFIX)
            .toList(),
        Optional.of(
            new Checkpoint(
                there.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .collect(Collectors.joining("\n")))));
  }

  private static void put(Map<String, String> exported, String line) {
    String[] parts = line.split(" ", 2);
    exported.put(parts[0], parts[1]);
  }

  /** Waits for another thread, for a few minutes at most. */
  public static void meet() throws IOException {
    try {
      MEETING.await(4, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException("no other thread came", e);
    }
  }

  /** Returns the segments, and a checksum of each. */
  private Map<String, String> there() {
    Map<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        there.put(file.getFileName().toString(), "" + Files.readString(file, UTF_8).hashCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return there;
  }

  @Override
  public RowReader reader() {
    return new Reader();
  }

  @Override
  public void onLoss(Consumer<String> lost) {
    // Nothing is held.
  }

  @Override
  public void confirm() {
    // Nothing is held.
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private record Reader() implements RowReader {
    @Override
    public Session open() {
      return new SegmentSession();
    }
  }

  private static final class SegmentSession implements RowReader.Session {
    @Override
    public void read(TableSplit split, ColumnBatch.Sink sink) throws IOException {
      ColumnBatch batch = new ColumnBatch(split.table().columns());
      BytesColumn lines = (BytesColumn) batch.column(0);
      for (String line : Files.readAllLines(Path.of(((Segment) split.piece()).file()), UTF_8)) {
        if (line.equals(BROKEN)) {
          throw new RowReadException("segment " + nameOf(split) + " is broken");
        }
        if (line.equals(MEET)) {
          meet();
        }
        byte[] text = line.getBytes(UTF_8);
        lines.append(text, 0, text.length);
        batch.endRow();
      }
      batch.flush(sink);
    }

    @Override
    public void cancel() {
      MEETING.reset();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
