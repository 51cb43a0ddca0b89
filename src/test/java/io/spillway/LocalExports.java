package io.spillway;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.report.ExportFailedException;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.testing.Folder;
import io.spillway.testing.TestSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A lakeFS that keeps its objects to itself ({@code local://}), and a folder to export to. */
abstract class LocalExports {
  static Sandbox sandbox;
  static int repositories;

  @TempDir Path temp;
  Repo repo;
  Branch main;
  Folder out;

  @BeforeAll
  static void startSandbox() {
    sandbox = Sandbox.start(Sandbox.options().ranges(40, 20));
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
  }

  @BeforeEach
  void makeRepository(TestInfo test) {
    repo = sandbox.createRepository("repo-" + ++repositories);
    main = repo.branch("main");
    out = new Folder(temp.resolve("out"));
  }

  Map<String, byte[]> putMany(int count) {
    Map<String, byte[]> committed = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = "k/" + i;
      committed.put(key, bytes("content of " + key));
    }
    committed.forEach(main::put);
    return new TreeMap<>(new HashMap<>(committed));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ApiClient client() {
    return new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey());
  }

  Exporter exporter() {
    return new Exporter(TestSpark.session(), client(), repo.id(), out.uri());
  }

  static ExportFailedException failure(Exporter exporter) {
    return catchThrowableOfType(
        ExportFailedException.class, () -> exporter.exportAllFromBranch("main"));
  }
}
