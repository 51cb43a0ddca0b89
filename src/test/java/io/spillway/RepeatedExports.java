package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.base.SpillwayException;
import io.spillway.export.ExportOptions;
import io.spillway.object.Entry;
import io.spillway.report.ExportFailedException;
import io.spillway.request.Conduct;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.MemoryOut;
import io.spillway.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** What tests of repeated exports share: a repository, and a destination in memory, each anew. */
abstract class RepeatedExports {
  private static final AtomicInteger REPOSITORIES = new AtomicInteger();

  static Sandbox sandbox;

  Repo repo;
  Branch main;
  MemoryOut out;

  @BeforeAll
  static void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().ranges(20, 10));
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @BeforeEach
  void makeRepository() {
    repo = sandbox.createRepository("repo-" + REPOSITORIES.incrementAndGet());
    main = repo.branch("main");
    out = new MemoryOut();
  }

  @AfterEach
  void forgetDestination() {
    out.close();
  }

  Exporter exporter() {
    return exporter(ExportOptions.DEFAULT);
  }

  /** An exporter with other conduct than usual. */
  Exporter exporter(UnaryOperator<Conduct> change) {
    return exporter(ExportOptions.DEFAULT.with(change.apply(Conduct.DEFAULT)));
  }

  Exporter exporter(ExportOptions options) {
    return exporter(repo, options);
  }

  Exporter exporter(Repo from, ExportOptions options) {
    return exporter(from, out.uri(), options);
  }

  static Exporter exporter(Repo from, String root, ExportOptions options) {
    return new Exporter(
        TestSpark.session(),
        new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
        from.id(),
        root,
        options,
        ProgressListener.NONE);
  }

  Entry put(String key, String content) {
    return main.put(key, bytes(content));
  }

  /** Puts {@code k/0} and so on. */
  void putMany(int count) {
    for (int i = 0; i < count; i++) {
      put("k/" + i, "v" + i);
    }
  }

  /** Takes an object's data away, so that its copy fails. */
  void lose(Entry entry) {
    repo.remove(entry.location(repo.storageNamespace()));
  }

  /** Gives it back. */
  void mend(Entry entry, String content) {
    repo.overwrite(entry.location(repo.storageNamespace()), bytes(content));
  }

  static ExportFailedException failure(Executable export) {
    ExportFailedException failure =
        catchThrowableOfType(ExportFailedException.class, export::execute);
    assertThat(failure).as("the export must fail").isNotNull();
    return failure;
  }

  static SpillwayException refusal(Executable export) {
    SpillwayException refusal = catchThrowableOfType(SpillwayException.class, export::execute);
    assertThat(refusal)
        .as("the export must be refused")
        .isNotNull()
        .isNotInstanceOf(ExportFailedException.class);
    assertThat(refusal).hasMessageNotContaining(sandbox.secretKey());
    return refusal;
  }

  /** What a commit holds, as it should be at the destination. */
  Map<String, String> contents(String ref) {
    Map<String, String> contents = new TreeMap<>();
    repo.objects(repo.commit(ref).id())
        .forEach(
            entry ->
                contents.put(
                    entry.path(),
                    new String(
                        repo.read(entry.location(repo.storageNamespace())),
                        StandardCharsets.UTF_8)));
    return contents;
  }

  /** Everything at the destination but the files of leases. */
  Map<String, String> withoutLease() {
    Map<String, String> all = new TreeMap<>(out.everything());
    all.keySet().removeIf(path -> path.startsWith("_spillway/lease/"));
    return all;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
