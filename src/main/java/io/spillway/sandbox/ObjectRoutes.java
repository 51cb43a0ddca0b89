package io.spillway.sandbox;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.store.Attributes;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The routes that list, read, write and delete objects. */
final class ObjectRoutes {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String METADATA_HEADER = "x-lakefs-meta-";
  private static final int BUFFER_BYTES = 128 << 10;

  private final Catalog catalog;
  private final ObjectJson json;

  ObjectRoutes(Catalog catalog, ObjectJson json) {
    this.catalog = catalog;
    this.json = json;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "repositories/*/refs/*/objects/ls", this::list)
        .add("GET", "repositories/*/refs/*/objects/stat", this::stat)
        .add("GET", "repositories/*/refs/*/objects", this::read)
        .add("HEAD", "repositories/*/refs/*/objects", this::head)
        .add("POST", "repositories/*/branches/*/objects", this::write)
        .add("DELETE", "repositories/*/branches/*/objects", this::delete);
  }

  private void list(HttpCall call, List<String> arguments) throws IOException {
    ListingPage.of(call); // rejects an invalid amount before an invalid ref, as lakeFS does
    Repo repo = catalog.repository(arguments.get(0));
    View view = repo.view(arguments.get(1));
    Listing<Entry> listing =
        new Listing<>(
            view::from, Entry::key, entry -> json.row(repo, entry, call), ObjectJson::prefix);
    call.answer(200, listing.page(call).json());
  }

  private void stat(HttpCall call, List<String> arguments) throws IOException {
    String path = call.required("path");
    Repo repo = catalog.repository(arguments.get(0));
    call.answer(200, json.single(repo, find(repo, arguments.get(1), path), call));
  }

  private static Entry find(Repo repo, String ref, String path) throws IOException {
    return repo.view(ref).find(Bytes.of(path)).orElseThrow(() -> Refusal.notFound("not found"));
  }

  private void head(HttpCall call, List<String> arguments) throws IOException {
    String path = call.required("path");
    Entry entry = find(catalog.repository(arguments.get(0)), arguments.get(1), path);
    Optional<ByteRange> part = part(call, entry);
    describe(call, entry);
    call.set("Accept-Ranges", "bytes");
    start(call, entry, part);
  }

  private void read(HttpCall call, List<String> arguments) throws IOException {
    String path = call.required("path");
    Repo repo = catalog.repository(arguments.get(0));
    Entry entry = find(repo, arguments.get(1), path);
    Location address = ObjectJson.address(repo, entry);
    if (call.flag("presign", false)) {
      call.set("Location", json.presigned(address));
      call.answer(302);
      return;
    }
    Optional<ByteRange> part = part(call, entry);
    try (OpenObject data = open(repo.storage(), address, part)) {
      describe(call, entry);
      long length = start(call, entry, part);
      copy(data.stream(), call.output(), length);
    }
  }

  private static OpenObject open(Storage storage, Location address, Optional<ByteRange> part)
      throws IOException {
    try {
      return storage.open(address, part.map(ByteRange::first).orElse(0L));
    } catch (StoreException e) {
      switch (e.reason()) {
        case NOT_FOUND, NO_CONTAINER -> throw new Refusal(410, "No data");
        default -> throw e;
      }
    }
  }

  private static Optional<ByteRange> part(HttpCall call, Entry entry) {
    Optional<ByteRange> part =
        call.header("Range").flatMap(header -> ByteRange.parse(header, entry.size()));
    if (part.isPresent() && !part.get().isSatisfiable(entry.size())) {
      call.set("Content-Range", "bytes */" + entry.size());
      throw new Refusal(416, "Requested Range Not Satisfiable");
    }
    return part;
  }

  private static void describe(HttpCall call, Entry entry) {
    call.set("Etag", '"' + entry.checksum() + '"');
    call.set("Last-Modified", HTTP_DATE.format(Instant.ofEpochSecond(entry.modified())));
    call.set("Content-Disposition", "attachment");
    call.set("Content-Type", entry.contentType().isEmpty() ? Branch.UNTYPED : entry.contentType());
  }

  private static long start(HttpCall call, Entry entry, Optional<ByteRange> part)
      throws IOException {
    if (part.isEmpty()) {
      call.start(200, entry.size());
      return entry.size();
    }
    ByteRange range = part.get();
    call.set("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + entry.size());
    call.start(206, range.length());
    return range.length();
  }

  // The length has been sent, so a truncated object aborts the response, as in lakeFS.
  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("An object ends " + left + " bytes early");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private void write(HttpCall call, List<String> arguments) throws IOException {
    String path = call.required("path");
    Repo repo = catalog.repository(arguments.get(0));
    Branch branch = repo.branch(arguments.get(1));
    Map<String, String> metadata = new HashMap<>();
    call.requestHeaders()
        .forEach(
            (name, values) -> {
              if (name.toLowerCase(Locale.ROOT).startsWith(METADATA_HEADER)) {
                metadata.put(name.substring(METADATA_HEADER.length()), values.get(0));
              }
            });
    try (Received body = Received.from(call)) {
      Entry entry = branch.put(path, body, new Attributes(body.contentType(), metadata));
      call.answer(201, json.single(repo, entry, call));
    }
  }

  private void delete(HttpCall call, List<String> arguments) throws IOException {
    String path = call.required("path");
    Branch branch = catalog.repository(arguments.get(0)).branch(arguments.get(1));
    branch.delete(path);
    call.answer(204);
  }
}
