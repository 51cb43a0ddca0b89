package io.spillway.bench;

import io.spillway.store.s3.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One case: all contenders do the same work, each run in a process of its own to a destination of
 * its own. The first run of each goes through the counting proxy and is not timed: it warms the
 * servers for all alike. Then they run alternately, each round beginning with another.
 */
final class Race {
  private final String name;
  private final Work work;
  private final BenchServer source;
  private final BenchServer target;
  private final boolean toFolder;
  private final Report report;
  private final Path files;

  Race(
      String name,
      Work work,
      BenchServer source,
      BenchServer target,
      boolean toFolder,
      Report report,
      Path files) {
    this.name = name;
    this.work = work;
    this.source = source;
    this.target = target;
    this.toFolder = toFolder;
    this.report = report;
    this.files = files;
  }

  /** Runs it; a contender that fails leaves the race, and the report says so. */
  void run(List<Contender> all, int runs) throws IOException, InterruptedException {
    List<Contender> contenders =
        new ArrayList<>(all.stream().filter(c -> c.can(work, aim("any", false))).toList());
    report.begin(name, work);
    for (Contender contender : List.copyOf(contenders)) {
      if (!attempt(contender, 0)) {
        contenders.remove(contender);
      }
    }
    for (int run = 1; run <= runs; run++) {
      for (Contender contender : List.copyOf(contenders)) {
        if (!attempt(contender, run)) {
          contenders.remove(contender);
        }
      }
      Collections.rotate(contenders, -1);
    }
    report.end(name);
  }

  private boolean attempt(Contender contender, int run) throws InterruptedException {
    try {
      once(contender, run);
      return true;
    } catch (IOException | RuntimeException e) {
      report.note(name + ": " + contender.name() + " failed: " + e.getMessage());
      return false;
    }
  }

  private void once(Contender contender, int run) throws IOException, InterruptedException {
    String place = name + "-" + Long.toString(System.nanoTime(), 36) + "-" + Integer.toString(run);
    Aim direct = aim(place, false);
    Path own = Files.createDirectories(files.resolve(place));
    try {
      Optional<Child.Command> before = contender.before(work, direct, own);
      if (before.isPresent()) {
        Child.run(before.get());
      }
      source.takeRequests();
      target.takeRequests();
      Aim aim = aim(place, run == 0);
      Child.Ended ended = Child.run(contender.command(work, aim, own));
      check(direct);
      if (run == 0) {
        count(contender);
      } else {
        report.add(Sample.of(name, contender, run, ended));
      }
    } finally {
      if (direct.folder().isPresent()) {
        Folders.delete(direct.folder().get());
      }
      target.clear(Lake.OUT, place + "/");
      Folders.delete(own);
    }
  }

  private Aim aim(String place, boolean counted) {
    return new Aim(
        counted ? source.counted() : source.direct(),
        counted ? target.counted() : target.direct(),
        Lake.OUT,
        place,
        toFolder ? Optional.of(files.resolve(place + "-out").toAbsolutePath()) : Optional.empty());
  }

  private void count(Contender contender) {
    Map<String, Long> kinds = new TreeMap<>();
    List<BenchServer> servers = source == target ? List.of(source) : List.of(source, target);
    for (BenchServer server : servers) {
      Optional<List<RecordedRequest>> requests = server.takeRequests();
      if (requests.isEmpty()) {
        return;
      }
      requests.get().forEach(request -> kinds.merge(kind(request), 1L, Long::sum));
    }
    report.count(name, contender, kinds);
  }

  private static String kind(RecordedRequest request) {
    if (request.isCopy()) {
      return "copy";
    }
    boolean list = request.method().equals("GET") && request.key().isEmpty();
    return list ? "LIST" : request.method();
  }

  /** Nobody is fast by leaving something out. */
  private void check(Aim aim) throws IOException {
    Map<String, Long> there =
        aim.folder().isPresent() ? Folders.files(aim.folder().get()) : objects(aim);
    for (Work.Item item : work.copies()) {
      Long size = there.get(item.name());
      if (size == null || size != item.size()) {
        throw new IOException(item.name() + " has not arrived");
      }
    }
    for (String deleted : work.deletes()) {
      if (there.containsKey(deleted)) {
        throw new IOException(deleted + " is not deleted");
      }
    }
  }

  private Map<String, Long> objects(Aim aim) {
    Map<String, Long> there = new LinkedHashMap<>();
    try (S3Client client = target.direct().client(1)) {
      client
          .listObjectsV2Paginator(r -> r.bucket(aim.bucket()).prefix(aim.prefix() + "/"))
          .contents()
          .forEach(o -> there.put(o.key().substring(aim.prefix().length() + 1), o.size()));
    }
    return there;
  }
}
