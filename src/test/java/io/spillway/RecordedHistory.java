package io.spillway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.base.Bytes;
import io.spillway.base.KeyGlobs;
import io.spillway.base.Location;
import io.spillway.object.Entry;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.FixedSandbox;
import io.spillway.sandbox.Repo;
import io.spillway.store.Digests;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The repository that the recorded ledgers are about. Its commits have the ids that were recorded,
 * because nothing in them depends on when they are made: a change here makes every recording
 * useless.
 *
 * @param commits ids, the oldest first
 */
record RecordedHistory(Repo repo, List<String> commits) {
  static final String REPOSITORY = "recorded";

  private static final long MODIFIED = 1_795_251_600;

  /** Keys of the second commit whose content a failing export cannot read. */
  static final List<String> LOST_IN_SECOND = List.of("only-second/1", "tables/t1/part-3");

  /** A key of the third commit whose content a failing export cannot read. */
  static final String LOST_IN_THIRD = "tables/t0/part-0";

  /** A key of the first commit whose content a failing export cannot read. */
  static final String LOST_IN_FIRST = "tables/t0/part-1";

  static RecordedHistory in(FixedSandbox sandbox) throws IOException {
    Repo repo = sandbox.createRepository(REPOSITORY);
    Changes main = new Changes(repo, repo.branch("main"));
    return new RecordedHistory(repo, List.of(first(main), second(main), third(main), fourth(main)));
  }

  /** Changes of a branch; an object's address is a hash of it, as it enters the commit's id. */
  private record Changes(Repo repo, Branch branch) {
    void put(String key, String version) {
      write(key, (key + " of " + version).getBytes(UTF_8));
    }

    void write(String key, byte[] content) {
      String address =
          "data/" + Digests.md5Hex(key.getBytes(UTF_8)) + "/" + Digests.md5Hex(content);
      Entry entry =
          branch.stage(
              new Entry(
                  Bytes.of(key),
                  address,
                  true,
                  content.length,
                  Digests.md5Hex(content),
                  MODIFIED,
                  Map.of(),
                  Branch.UNTYPED,
                  Bytes.EMPTY));
      repo.overwrite(entry.location(repo.storageNamespace()), content);
    }

    void delete(String key) {
      branch.delete(key);
    }

    String commit(String message) {
      return branch.commit(message);
    }
  }

  private static String first(Changes main) {
    for (int i = 0; i < 30; i++) {
      main.put("tables/t" + i % 3 + "/part-" + i / 3, "1");
    }
    main.put("tables/t0/_SUCCESS", "1");
    main.put("tables/t1/_SUCCESS", "1");
    for (int i = 0; i < 5; i++) {
      main.put("tables/tmp/scratch-" + i, "1");
      main.put("images/größe 100%41/" + i, "1");
      main.put("images/" + i, "1");
    }
    main.write("empty", new byte[0]);
    // A file here and a folder in the second commit.
    main.put("flip", "1");
    return main.commit("first");
  }

  private static String second(Changes main) {
    for (int i = 0; i < 10; i++) {
      main.put("tables/t1/part-" + i, "2");
    }
    for (int i = 0; i < 5; i++) {
      main.delete("images/" + i);
      main.put("tables/t3/part-" + i, "2");
      main.put("only-second/" + i, "2");
    }
    main.delete("tables/tmp/scratch-0");
    main.put("tables/t1/_SUCCESS", "2");
    main.put("tables/t3/_SUCCESS", "2");
    main.delete("flip");
    main.put("flip/deep", "2");
    return main.commit("second");
  }

  private static String third(Changes main) {
    for (int i = 0; i < 5; i++) {
      main.delete("only-second/" + i);
      main.put("images/" + i, "1");
    }
    main.put("tables/t0/part-0", "3");
    main.put("tables/t2/part-9", "3");
    main.put("empty", "3");
    return main.commit("third");
  }

  private static String fourth(Changes main) {
    // Equal to the first commit, so that only an attempt in between tells that they may differ.
    main.put("tables/t1/part-0", "1");
    main.put("tables/t2/part-9", "1");
    main.delete("flip/deep");
    main.put("flip", "1");
    main.put("images/0", "4");
    main.put("tables/tmp/scratch-1", "4");
    main.delete("images/1");
    return main.commit("fourth");
  }

  /** Returns the id of a commit; the first is 1. */
  String commit(int number) {
    return commits.get(number - 1);
  }

  /** Returns the contents of a commit by their keys; the first is 1. */
  Map<String, String> contents(int number, KeyGlobs globs) {
    Map<String, String> contents = new TreeMap<>();
    for (Entry entry : repo.objects(commit(number))) {
      if (globs.matches(entry.path())) {
        contents.put(entry.path(), new String(repo.read(location(entry)), UTF_8));
      }
    }
    return contents;
  }

  /** Takes the content of an object away, so that its copy fails, until the result is run. */
  Runnable lose(int number, String key) {
    Location location = location(repo.object(commit(number), key));
    byte[] content = repo.read(location);
    repo.remove(location);
    return () -> repo.overwrite(location, content);
  }

  private Location location(Entry entry) {
    return entry.location(repo.storageNamespace());
  }
}
