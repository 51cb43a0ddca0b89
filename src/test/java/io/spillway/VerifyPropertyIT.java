package io.spillway;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.export.ExportOptions;
import io.spillway.export.VerifyOptions;
import io.spillway.object.verify.Difference;
import io.spillway.object.verify.Difference.Kind;
import io.spillway.object.verify.Equality;
import io.spillway.report.VerifyReport;
import io.spillway.request.ProgressListener;
import io.spillway.sandbox.Branch;
import io.spillway.sandbox.Repo;
import io.spillway.sandbox.Sandbox;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.ObjectStore;
import io.spillway.store.Stores;
import io.spillway.store.s3.S3Server;
import io.spillway.testing.S3Lake;
import io.spillway.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random commits, exported and then damaged at random: verify finds exactly what differs. {@code
 * -Dspillway.verify.seed=N} begins with other seeds.
 */
class VerifyPropertyIT {
  private static final long FIRST_SEED = Long.getLong("spillway.verify.seed", 1);

  private static final List<String> ODD =
      List.of(
          " n/space-first.txt",
          "n/newline\nname.txt",
          "n/scheme:/x",
          "%2e%2e/x",
          "n/100%",
          "a?b#c",
          "n\\x",
          "x+y z&=",
          "gr\u00f6\u00dfe",
          "\u65e5/\u672c",
          "t/_SUCCESS",
          "_SUCCESS",
          "u/v/w/x/y/z",
          "_spillway-not",
          "EXPORT_not-a-marker",
          "!",
          "~");

  @TempDir static Path temp;

  private static Sandbox onMemory;
  private static Sandbox closed;
  @RegisterExtension static final S3Lake lake = S3Lake.on(S3Server.Kind.S3PROXY);

  private static int number;

  /** Where the commit lies, and where it is exported to. */
  enum Way {
    /** Both have tags that are MD5s. */
    MEMORY(true),
    /** A folder has no tags. */
    FOLDER(false),
    /** Nobody but lakeFS reads the source: a tag that differs proves nothing. */
    CLOSED_SOURCE(false),
    /** A real server. */
    S3(true);

    private final boolean tagsTell;

    Way(boolean tagsTell) {
      this.tagsTell = tagsTell;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    Stores stores = new Stores(Settings.of(Map.of()));
    onMemory = Sandbox.start(Sandbox.options().stores(stores).ranges(20, 10));
    closed = Sandbox.start(Sandbox.options().ranges(20, 10));
  }

  @AfterAll
  static void stop() throws IOException {
    closed.close();
    onMemory.close();
  }

  @ParameterizedTest
  @CsvSource({"MEMORY,8", "FOLDER,5", "CLOSED_SOURCE,5", "S3,3"})
  void shouldFindExactlyWhatDiffers(Way way, int cases) throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + cases; seed++) {
      try {
        new Case(way, seed).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(way + ", seed " + seed, e);
      }
    }
  }

  /** A commit, and what is at its destination. */
  private static final class Case {
    private final Way way;
    private final Random random;
    private final Sandbox sandbox;
    private final Repo repo;
    private final Location root;
    private final ObjectStore out;
    private final Map<String, byte[]> commit = new TreeMap<>();
    private final Map<String, byte[]> there = new TreeMap<>();

    Case(Way way, long seed) {
      this.way = way;
      this.random = new Random(seed * 7919 + way.ordinal());
      String name = "verify-" + ++number;
      sandbox =
          switch (way) {
            case MEMORY, FOLDER -> onMemory;
            case CLOSED_SOURCE -> closed;
            case S3 -> lake.sandbox();
          };
      repo =
          switch (way) {
            case MEMORY, FOLDER ->
                sandbox.createRepository(name, new Location("memory", "verify-lake", name));
            case CLOSED_SOURCE -> sandbox.createRepository(name);
            case S3 -> lake.repository();
          };
      root =
          switch (way) {
            case MEMORY, CLOSED_SOURCE -> new Location("memory", "verify-out", name);
            case FOLDER -> Location.ofFolder(temp.resolve(name));
            case S3 -> new Location("s3", S3Lake.OUT, name);
          };
      out = way == Way.S3 ? lake.out() : new Stores(Settings.of(Map.of())).open(root);
    }

    void play() throws IOException {
      commit();
      exporter().exportAllFromBranch("main");
      there.putAll(commit);
      shouldFind(VerifyOptions.DEFAULT, Map.of());
      shouldFind(VerifyOptions.DEFAULT.readingContent(), Map.of());
      for (int damages = 1 + random.nextInt(8); damages > 0; damages--) {
        damage();
      }
      Map<String, Kind> differences = differences();
      Map<String, Kind> bySize = new TreeMap<>(differences);
      bySize.values().removeIf(kind -> kind == Kind.CHECKSUM && !way.tagsTell);
      shouldFind(VerifyOptions.DEFAULT, bySize);
      shouldFind(VerifyOptions.DEFAULT.readingContent(), differences);
    }

    private void commit() {
      Branch main = repo.branch("main");
      List<String> keys = new ArrayList<>(ODD);
      Collections.shuffle(keys, random);
      keys = new ArrayList<>(keys.subList(0, 2 + random.nextInt(ODD.size() - 2)));
      for (int more = random.nextInt(60); more > 0; more--) {
        keys.add(String.format(Locale.ROOT, "k%d/%04d", random.nextInt(4), random.nextInt(9_999)));
      }
      for (String key : keys) {
        byte[] content = new byte[random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(3_000)];
        random.nextBytes(content);
        commit.put(key, content);
        boolean inParts = way == Way.CLOSED_SOURCE && random.nextInt(4) == 0;
        if (inParts) {
          String checksum = "0123456789abcdef0123456789abcdef";
          main.putWithChecksum(key, Body.of(content), Attributes.NONE, checksum);
        } else {
          main.put(key, content);
        }
      }
      main.commit("all");
    }

    private void damage() throws IOException {
      String one = key();
      switch (random.nextInt(6)) {
        case 0 -> put(one, null);
        case 1 -> put("k" + random.nextInt(6) + "/+" + random.nextInt(999), new byte[] {1, 2});
        case 2 -> put(one, Arrays.copyOf(content(one), Math.max(0, content(one).length - 1)));
        case 3 -> put(one, changed(content(one)));
        case 4 -> {
          byte[] content = content(one);
          put(one, null);
          put("renamed/" + random.nextInt(999), content);
        }
        default -> {
          String other = key();
          byte[] content = content(one);
          put(one, content(other));
          put(other, content);
        }
      }
    }

    private String key() {
      List<String> keys = List.copyOf(there.keySet());
      return keys.isEmpty() ? "the only one" : keys.get(random.nextInt(keys.size()));
    }

    private byte[] content(String key) {
      return there.getOrDefault(key, new byte[3]);
    }

    private byte[] changed(byte[] content) {
      byte[] changed = content.clone();
      if (changed.length > 0) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return changed;
    }

    private void put(String key, byte[] content) throws IOException {
      String whole = root.resolve(key).path();
      if (content == null) {
        out.delete(whole);
        there.remove(key);
      } else {
        out.write(whole, Body.of(content), Attributes.NONE);
        there.put(key, content);
      }
    }

    private Map<String, Kind> differences() {
      Map<String, Kind> differences = new TreeMap<>();
      commit.forEach(
          (key, content) -> {
            byte[] found = there.get(key);
            if (found == null) {
              differences.put(key, Kind.MISSING);
            } else if (found.length != content.length) {
              differences.put(key, Kind.SIZE);
            } else if (!Arrays.equals(found, content)) {
              differences.put(key, Kind.CHECKSUM);
            }
          });
      there.keySet().stream()
          .filter(key -> !commit.containsKey(key))
          .forEach(key -> differences.put(key, Kind.EXTRA));
      return differences;
    }

    private void shouldFind(VerifyOptions options, Map<String, Kind> expected) {
      List<Difference> told = new ArrayList<>();
      VerifyReport report = exporter().verify(options);
      VerifyReport listing = exporter().verify(options, told::add);

      assertThat(kinds(report.differences())).as("%s", options).isEqualTo(expected);
      // What a tag proves depends on those that were seen before it, and so do the words.
      assertThat(kinds(told)).isEqualTo(expected).isEqualTo(kinds(listing.differences()));
      assertThat(told).hasSameSizeAs(expected.keySet());
      assertThat(told)
          .isSortedAccordingTo((a, b) -> Bytes.of(a.key()).compareTo(Bytes.of(b.key())));
      assertThat(report.isEqual()).isEqualTo(expected.isEmpty());
      assertThat(report.verified().entries()).isEqualTo(commit.size());
      assertThat(report.verified().differing()).isEqualTo(expected.size());
      assertThat(listing.verified().equal()).isEqualTo(report.verified().equal());
      if (options.readsContent()) {
        assertThat(report.verified().count(Equality.SIZE)).isZero();
      }
    }

    private static Map<String, Kind> kinds(List<Difference> differences) {
      Map<String, Kind> kinds = new TreeMap<>();
      differences.forEach(difference -> kinds.put(difference.key(), difference.kind()));
      return kinds;
    }

    private Exporter exporter() {
      return new Exporter(
          TestSpark.session(),
          new ApiClient(sandbox.url(), sandbox.accessKey(), sandbox.secretKey()),
          repo.id(),
          root.toString(),
          ExportOptions.DEFAULT.with(new SparkFilter(), 2),
          ProgressListener.NONE);
    }
  }
}
