package io.spillway.sandbox;

import io.spillway.base.Location;
import io.spillway.sandbox.metadata.RangeLimits;
import io.spillway.store.Attributes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * A repository to try Spillway on: partitions, nested folders, keys that other tools mishandle,
 * user metadata, an empty object, a large object, three commits, a tag, and staged changes on
 * {@code main}. A local folder can hold every key.
 */
public final class SampleRepository {
  /** The repository's name. */
  public static final String NAME = "example";

  /** The key of the large object. */
  public static final String LARGE_OBJECT = "models/weights.bin";

  /** The size of the large object, in bytes. */
  public static final long LARGE_OBJECT_BYTES = 64L << 20;

  // The limits are small, so that a few hundred objects fill several ranges, as millions do in
  // lakeFS.
  private static final RangeLimits RANGES = new RangeLimits(100, 1 << 20, 50);
  private static final String CSV = "text/csv";
  private static final int DAYS = 20;
  private static final int PARTS = 12;

  private final Branch main;

  private SampleRepository(Branch main) {
    this.main = main;
  }

  /** Creates the repository with its data in the sandbox's folder. */
  public static Repo fill(Sandbox sandbox) {
    return fill(sandbox, new Location(Storage.LOCAL, NAME, ""));
  }

  /**
   * Creates the repository with its data in a storage namespace, for example {@code
   * s3://bucket/prefix}.
   */
  public static Repo fill(Sandbox sandbox, Location storageNamespace) {
    Repo repo = sandbox.createRepository(NAME, storageNamespace, RANGES);
    new SampleRepository(repo.branch("main")).fill(repo);
    return repo;
  }

  private void fill(Repo repo) {
    tables();
    main.commit("Events and reference tables", Map.of("source", "sample"));
    repo.createTag("v1", "main");
    oddNames();
    main.put(
        LARGE_OBJECT,
        new PatternBody(LARGE_OBJECT_BYTES),
        new Attributes(Branch.UNTYPED, Map.of("framework", "none", "epochs", "12")));
    main.commit("Model weights, and names that are hard to get right");
    corrections();
    main.commit("Corrections: one day anew, one day gone");
    leaveUncommitted();
  }

  private void tables() {
    for (int day = 1; day <= DAYS; day++) {
      String partition = partition(day);
      for (int part = 0; part < PARTS; part++) {
        main.put(part(partition, part), csv(day, part, 40), CSV, Map.of());
      }
      main.put(partition + "_SUCCESS", new byte[0]);
    }
    for (String country : new String[] {"AT", "BR", "CA", "DE", "FI", "IN", "JP", "KE"}) {
      String key = "reference/countries/" + country.toLowerCase(Locale.ROOT) + "/latest/data.json";
      main.put(key, text("{\"country\": \"" + country + "\"}\n"), "application/json", Map.of());
    }
    main.put("reference/_SUCCESS", new byte[0]);
    main.put(
        "README.md",
        text("# Example\nMade by Spillway's sandbox.\n"),
        "text/markdown",
        Map.of("owner", "data-team", "reviewed", "yes"));
  }

  private void oddNames() {
    String[] names = {
      "with space/quarterly report (final).txt",
      "percent/100%.txt",
      "percent/a%20b.txt",
      "percent/%2Fslash.txt",
      "plus+sign/a+b.txt",
      "unicode/Größe-日本語-😀.txt",
      "unicode/Ελλάδα/αρχείο.txt",
      "punctuation/a&b=c;d@e,f'g!h~i#j.txt",
      "brackets/[x]{y}(z).txt",
      "dots/.hidden/..twice/...thrice",
      "deep/1/2/3/4/5/6/7/8/9/10/bottom.txt",
      "long/" + "n".repeat(200) + ".txt"
    };
    for (String name : names) {
      main.put("names/" + name, text("The object " + name + "\n"), "text/plain", Map.of());
    }
    main.put("names/empty.bin", new byte[0]);
    main.put("names/_SUCCESS", new byte[0]);
  }

  private void corrections() {
    for (int part = 0; part < PARTS; part++) {
      main.put(part(partition(3), part), csv(3, part, 44), CSV, Map.of("corrected", "true"));
      main.delete(part(partition(7), part));
    }
    main.delete(partition(7) + "_SUCCESS");
  }

  private void leaveUncommitted() {
    main.put("uncommitted/new.txt", text("No export may hold this.\n"), "text/plain", Map.of());
    main.put("README.md", text("# A change that is not committed\n"), "text/markdown", Map.of());
    main.delete(part(partition(1), 0));
  }

  private static String partition(int day) {
    return String.format(Locale.ROOT, "events/year=2026/month=03/day=%02d/", day);
  }

  private static String part(String partition, int number) {
    return String.format(Locale.ROOT, "%spart-%05d.csv", partition, number);
  }

  private static byte[] csv(int day, int part, int rows) {
    StringBuilder csv = new StringBuilder("id,day,user,amount\n");
    for (int row = 0; row < rows * (1 + part); row++) {
      int id = (day * PARTS + part) * 1000 + row;
      csv.append(id).append(",2026-03-").append(day).append(",user-").append(id % 97);
      csv.append(',').append(id * 31 % 10_000).append('\n');
    }
    return text(csv.toString());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
