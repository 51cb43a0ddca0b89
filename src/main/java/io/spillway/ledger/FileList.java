package io.spillway.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.base.Location;
import io.spillway.outcome.WrittenFile;
import io.spillway.store.Attributes;
import io.spillway.store.OpenWrite;
import io.spillway.store.Stores;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The list of an export's files, for exports of rows: {@code
 * <ledger>/exports/<exportId>/files.jsonl} has one line per file, in the order of completion.
 * Documented in {@code docs/reference/ledger.md}.
 */
public final class FileList {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).build();
  private static final ObjectWriter LINE = MAPPER.writerFor(Line.class);
  private static final ObjectReader LINES = MAPPER.readerFor(Line.class);

  private FileList() {}

  /**
   * A file.
   *
   * @param file the name as the destination finds it; the key below the root if it is a folder
   * @param rows the number of rows
   * @param bytes the size in bytes
   * @param tag the store's tag; empty if it has none
   * @param sums one checksum per column of the values in the file, 16 hexadecimal digits each
   * @param detail a note of the destination for its commit; absent if it needs none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      String file, long rows, long bytes, String tag, List<String> sums, @Nullable String detail)
      implements Serializable {
    public Line {
      Objects.requireNonNull(file);
      Objects.requireNonNull(tag);
      sums = List.copyOf(sums);
    }

    static Line of(WrittenFile file) {
      List<String> sums = file.sums().stream().map(HexFormat.of()::toHexDigits).toList();
      String detail = file.detail().isEmpty() ? null : file.detail();
      return new Line(file.key(), file.rows(), file.bytes(), file.tag(), sums, detail);
    }
  }

  static Location place(Location ledger, String exportId) {
    return RecordFile.folder(ledger, exportId).resolve("files.jsonl");
  }

  static Writer write(Stores stores, Location ledger, String exportId) throws IOException {
    Location place = place(ledger, exportId);
    return new Writer(
        stores.open(ledger).begin(place.path(), Attributes.ofType("application/jsonl")));
  }

  /** A writer of the list, which becomes visible when it is finished. Not thread-safe. */
  public static final class Writer implements Closeable {
    private final OpenWrite out;

    private Writer(OpenWrite out) {
      this.out = out;
    }

    /** Adds a file. */
    public void add(WrittenFile file) throws IOException {
      LINE.writeValue(out, Line.of(file));
      out.write('\n');
    }

    /** Completes the list and makes it visible. */
    public void finish() throws IOException {
      var unused = out.commit();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /**
   * Opens the list; the caller closes it.
   *
   * @throws IOException if the list does not exist, or cannot be read
   */
  public static Reader read(Stores stores, Location ledger, String exportId) throws IOException {
    Location place = place(ledger, exportId);
    return new Reader(place, stores.open(ledger).open(place.path(), 0).stream());
  }

  /** An iterator over the lines; a damaged line causes an {@link UncheckedIOException}. */
  public static final class Reader implements Iterator<Line>, Closeable {
    private final Location place;
    private final InputStream in;
    private int number;
    private byte[] next;

    private Reader(Location place, InputStream stream) throws IOException {
      this.place = place;
      this.in = new BufferedInputStream(stream);
      this.next = bytes();
    }

    @Override
    public boolean hasNext() {
      return next.length > 0;
    }

    @Override
    public Line next() {
      if (next.length == 0) {
        throw new NoSuchElementException();
      }
      try {
        Line line = LINES.readValue(next);
        next = bytes();
        return line;
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(
            new IOException("Line " + number + " of " + place + " is damaged.", e));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the next line that is not empty, or an empty array at the end. */
    private byte[] bytes() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int read = in.read(); read >= 0; read = in.read()) {
        if (read != '\n') {
          line.write(read);
        } else if (line.size() > 0) {
          break;
        }
        if (line.size() > BoundedRead.LINE_BYTES) {
          throw new IOException(
              "Line " + (number + 1) + " of " + place + " is longer than Spillway ever writes it.");
        }
      }
      number++;
      return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
