package io.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Consistency;
import io.spillway.base.RowSnapshot;
import io.spillway.base.SpillwayException;
import io.spillway.rows.BytesColumn;
import io.spillway.rows.Column;
import io.spillway.rows.ColumnBatch;
import io.spillway.rows.ColumnType;
import io.spillway.rows.Concurrency;
import io.spillway.rows.LongColumn;
import io.spillway.rows.PlanRequest;
import io.spillway.rows.RowPlan;
import io.spillway.rows.RowReadException;
import io.spillway.rows.RowReader;
import io.spillway.rows.RowSource;
import io.spillway.rows.Table;
import io.spillway.rows.TableSplit;
import io.spillway.source.OpenedSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Rows that a test has made up, with whatever can go wrong in reading them. */
public final class FakeRows implements RowSource {
  /** The name of the source. */
  public static final String SOURCE = "fake://rows";

  private static final Map<Integer, FakeRows> ALL = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int number = NUMBER.incrementAndGet();
  private final List<RowPlan.PlannedTable> tables = new ArrayList<>();
  private final List<RowPlan.Unreadable> unreadable = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile Reading reading = (table, split, row, attempt, canceled) -> {};
  private volatile Consumer<String> lost = why -> {};
  private volatile boolean closed;
  private volatile boolean gone;

  /** What happens before a row is given. */
  public interface Reading {
    /**
     * May throw, or wait.
     *
     * @param canceled is counted down when the session is told to end
     */
    void before(String table, int split, int row, int attempt, CountDownLatch canceled)
        throws IOException;
  }

  /** A source without tables. */
  public FakeRows() {
    ALL.put(number, this);
  }

  /** A table of two columns, {@code id} and {@code text}, whose splits have so many rows each. */
  public FakeRows table(String name, int... rows) {
    Table table =
        new Table(
            "db.public." + name,
            "db/public." + name,
            List.of(
                new Column("id", ColumnType.Plain.INT64, "bigint"),
                new Column("text", ColumnType.Plain.STRING, "text")));
    List<TableSplit> splits = new ArrayList<>();
    long all = 0;
    for (int split = 0; split < rows.length; split++) {
      splits.add(new TableSplit(table, split, rows[split] * 10L, new Rows((int) all, rows[split])));
      all += rows[split];
    }
    tables.add(new RowPlan.PlannedTable(table, splits, all));
    return this;
  }

  /** A table that cannot be read. */
  public FakeRows unreadable(String name, String why) {
    unreadable.add(new RowPlan.Unreadable("db.public." + name, why));
    return this;
  }

  /** From now on that happens before each row. */
  public FakeRows reading(Reading other) {
    reading = other;
    return this;
  }

  /** Returns this source as a request names it. */
  public OpenedSource.OfRows asSource() {
    return new OpenedSource.OfRows(SOURCE, () -> this);
  }

  /** The state is gone. */
  public void lose(String why) {
    lost.accept(why);
  }

  /** The state is gone, and nobody has noticed. */
  public void loseInSilence() {
    gone = true;
  }

  /** How many sessions were open at once, at most. */
  public int mostOpen() {
    return mostOpen.get();
  }

  /** How many sessions were opened in all. */
  public int opened() {
    return opened.get();
  }

  /** Whether the state was let go. */
  public boolean isClosed() {
    return closed;
  }

  /** What the text of a row is. */
  public static String text(String table, int row) {
    return "row " + row + " of " + table;
  }

  private record Rows(int first, int count) implements TableSplit.Piece {}

  @Override
  public RowSnapshot snapshot() {
    return new RowSnapshot(SOURCE, "snap-" + number, "0/1", Instant.parse("2026-11-21T09:15:00Z"));
  }

  @Override
  public Consistency consistency() {
    return Consistency.of(Consistency.Level.SNAPSHOT);
  }

  @Override
  public Concurrency concurrency() {
    return new Concurrency.Limited(1);
  }

  @Override
  public RowPlan plan(PlanRequest request) {
    return new RowPlan(tables, unreadable, List.of("made up"));
  }

  @Override
  public RowReader reader() {
    return new Reader(number);
  }

  @Override
  public void onLoss(Consumer<String> told) {
    lost = told;
  }

  @Override
  public void confirm() {
    if (gone) {
      throw new SpillwayException(SpillwayException.Kind.FAILED, "whoever held it is gone");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private record Reader(int number) implements RowReader {
    @Override
    public Session open() {
      FakeRows rows = ALL.get(number);
      rows.opened.incrementAndGet();
      rows.mostOpen.accumulateAndGet(rows.open.incrementAndGet(), Math::max);
      return new FakeSession(rows);
    }
  }

  private static final class FakeSession implements RowReader.Session {
    private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

    private final FakeRows rows;
    private final AtomicBoolean isOpen = new AtomicBoolean(true);
    private final CountDownLatch canceled = new CountDownLatch(1);

    FakeSession(FakeRows rows) {
      this.rows = rows;
    }

    @Override
    public void read(TableSplit split, ColumnBatch.Sink sink) throws IOException {
      Rows piece = (Rows) split.piece();
      String table = split.table().name();
      int attempt =
          ATTEMPTS
              .computeIfAbsent(rows.number + table + split.number(), ignored -> new AtomicInteger())
              .incrementAndGet();
      ColumnBatch batch = new ColumnBatch(split.table().columns());
      LongColumn ids = (LongColumn) batch.column(0);
      BytesColumn texts = (BytesColumn) batch.column(1);
      for (int row = 0; row < piece.count(); row++) {
        rows.reading.before(table, split.number(), row, attempt, canceled);
        if (canceled.getCount() == 0) {
          throw new RowReadException("canceled");
        }
        ids.append(piece.first() + row);
        byte[] text = text(table, piece.first() + row).getBytes(UTF_8);
        texts.append(text, 0, text.length);
        batch.endRow();
        batch.flush(sink);
      }
    }

    @Override
    public void cancel() {
      canceled.countDown();
    }

    @Override
    public void close() {
      if (isOpen.getAndSet(false)) {
        rows.open.decrementAndGet();
      }
    }
  }
}
