package io.spillway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.ledger.OutcomeLine.Act;
import io.spillway.ledger.OutcomeReader.Done;
import io.spillway.ledger.OutcomeReader.Found;
import io.spillway.outcome.Proof;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.FaultyStore;
import io.spillway.store.FaultyStore.Fault;
import io.spillway.store.ObjectStore;
import io.spillway.store.RequestKind;
import io.spillway.store.Stores;
import io.spillway.store.TrackingStore;
import io.spillway.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeReaderTest {
  private static final String STEP = "root/_spillway/exports/x/outcomes/copy-1";

  private final MemoryStore memory = new MemoryStore("outcomes");
  private final TrackingStore tracking = new TrackingStore(memory);

  @Property(tries = 60)
  void shouldFindAllLinesOfItsSlicesWhateverPackingWroteThem(
      @ForAll Random random,
      @ForAll @IntRange(min = 0, max = 300) int one,
      @ForAll @IntRange(min = 0, max = 300) int other)
      throws IOException {
    // Given
    ObjectStore store = new MemoryStore("packings");
    List<Integer> slices = new ArrayList<>();
    for (int slice = 0; slice <= 300; slice++) {
      slices.add(slice);
    }
    Collections.shuffle(slices, random);
    for (int from = 0, task = 0; from < slices.size(); task++) {
      int to = Math.min(slices.size(), from + 1 + random.nextInt(40));
      try (OutcomeLog log = log(store, 1 + random.nextInt(3), task)) {
        addAll(log, slices.subList(from, to), random);
      }
      from = to;
    }
    int first = Math.min(one, other);
    int last = Math.max(one, other);

    // When
    Found found = OutcomeReader.read(store, STEP, first, last);

    // Then
    for (int slice = first; slice <= last; slice++) {
      for (int i = 0; i < linesOf(slice); i++) {
        assertThat(found.find(key(slice, i))).isPresent();
      }
    }
  }

  @Test
  void shouldAskForTheBlocksConcernedAndTheirFilesOnly() throws IOException {
    // Given
    for (int task = 0; task < 4; task++) {
      try (OutcomeLog log = log(memory, 1, task)) {
        for (int slice = 64 * task; slice < 64 * (task + 1); slice++) {
          log.add(slice, line(key(slice, 0)));
        }
      }
    }

    // When
    Found found = OutcomeReader.read(tracking, STEP, 70, 80);

    // Then
    assertThat(tracking.keys(RequestKind.LIST)).containsExactly(STEP + "/000000/");
    assertThat(tracking.keys(RequestKind.OPEN))
        .containsExactly(STEP + "/000000/00000064-00000127-1-1-0.jsonl.gz");
    assertThat(tracking.requests()).hasSize(2);
    assertThat(found.done()).hasSize(64).containsKeys(key(70, 0), key(80, 0));

    // When
    tracking.forget();
    OutcomeReader.read(tracking, STEP, 127, 128);

    // Then
    assertThat(tracking.count(RequestKind.LIST)).isEqualTo(2);
    assertThat(tracking.count(RequestKind.OPEN)).isEqualTo(2);
  }

  @Test
  void shouldFindNothingWhereNothingIs() throws IOException {
    assertThat(OutcomeReader.read(tracking, STEP, 0, 0)).isEqualTo(Found.NOTHING);
    assertThat(tracking.requests()).hasSize(1);
    assertThatThrownBy(() -> OutcomeReader.read(tracking, STEP, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTellTheLatestAndWhoseItIs() throws IOException {
    // Given: names in an order of text in which 10 comes before 9
    write(10, 1, copied("a", 10));
    write(9, 2, copied("a", 9), copied("b", 9));
    write(9, 10, copied("b", 10));

    // When
    Found found = OutcomeReader.read(memory, STEP, 0, 0);

    // Then
    assertThat(found.done())
        .containsOnly(
            Map.entry("a", new Done(copied("a", 10), 10)),
            Map.entry("b", new Done(copied("b", 10), 9)));
  }

  @Test
  void shouldTellTheLatestOfOneTask() throws IOException {
    // Given
    try (OutcomeLog log = log(memory, 1, 1)) {
      for (int i = 1; i <= 12; i++) {
        log.add(0, copied("a", i));
        log.flush();
      }
      log.add(0, copied("a", 13));
      log.add(0, copied("a", 14));
    }

    // When, then
    assertThat(OutcomeReader.read(memory, STEP, 0, 0).done())
        .containsOnly(Map.entry("a", new Done(copied("a", 14), 1)));
  }

  @Test
  void shouldNotHideWhatIsDoneBehindALaterFailure() throws IOException {
    // Given
    write(1, 1, copied("a", 1), OutcomeLine.failed("a", Act.COPY, "again"));
    write(2, 1, OutcomeLine.failed("a", Act.COPY, "gone"), OutcomeLine.failed("b", Act.COPY, "no"));

    // When, then
    assertThat(OutcomeReader.read(memory, STEP, 0, 0).done())
        .containsOnly(Map.entry("a", new Done(copied("a", 1), 1)));
  }

  @Test
  void shouldTellDeletesFromMakingRoom() throws IOException {
    write(1, 1, OutcomeLine.deleted("a"), OutcomeLine.madeRoom("b"));

    Found found = OutcomeReader.read(memory, STEP, 0, 0);

    assertThat(found.find("a").orElseThrow().line().act()).isEqualTo(Act.DELETE);
    assertThat(found.find("b").orElseThrow().line().act()).isEqualTo(Act.MAKE_ROOM);
    assertThat(found.find("c")).isEmpty();
  }

  @Test
  void shouldIgnoreAWholeFileThatIsDamagedAndNameIt() throws IOException {
    for (Fault damage : List.of(Fault.TRUNCATED, Fault.BROKEN_OFF, Fault.FLIPPED_BIT)) {
      // Given
      write(1, 1, copied("a", 1));
      write(1, 2, copied("b", 1), copied("c", 1));
      FaultyStore faulty =
          new FaultyStore(memory).inject(damage, RequestKind.OPEN, key -> key.contains("-1-2-0."));

      // When
      List<String> warnings = new ArrayList<>();
      Found found = reading(faulty, warnings);

      // Then
      assertThat(found.done()).as(damage.name()).containsOnlyKeys("a");
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith(
              "Ignoring the outcomes in memory://outcomes/"
                  + STEP
                  + "/000000/00000000-00000000-1-2-0.jsonl.gz, ");
    }
  }

  @Test
  void shouldIgnoreAFileThatIsNoneOrCannotBeOpened() throws IOException {
    // Given
    write(1, 1, copied("a", 1));
    put("00000000-00000000-1-2-0.jsonl.gz", "{}");
    put("00000000-00000000-1-3-0.jsonl.gz", "");
    write(1, 4, copied("d", 1));
    FaultyStore faulty =
        new FaultyStore(memory)
            .inject(Fault.DENIED, RequestKind.OPEN, key -> key.contains("-1-4-0."));

    // When
    List<String> warnings = new ArrayList<>();
    Found found = reading(faulty, warnings);

    // Then
    assertThat(found.done()).containsOnlyKeys("a");
    assertThat(warnings).hasSize(3);
  }

  @Test
  void shouldPassOverFilesOfOthers() throws IOException {
    // Given
    write(1, 1, copied("a", 1));
    put("notes.txt", "?");
    put("00000000-00000000-1-1-0.jsonl.gz.tmp", "?");
    put("99999999999-00000000-1-1-0.jsonl.gz", "?");
    put("00000000-9999999999-1-1-0.jsonl.gz", "?");

    // When
    List<String> warnings = new ArrayList<>();
    Found found = reading(memory, warnings);

    // Then
    assertThat(found.done()).containsOnlyKeys("a");
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldFailWhenItCannotList() {
    FaultyStore faulty =
        new FaultyStore(memory).inject(Fault.UNREACHABLE, RequestKind.LIST, key -> true);

    assertThatThrownBy(() -> OutcomeReader.read(faulty, STEP, 0, 0))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldKeepOutcomesInAFolder(@TempDir Path folder) throws IOException {
    // Given
    Location root = Location.parse("file://" + folder.toRealPath().resolve("out"));
    ObjectStore files = new Stores(Settings.of(Map.of())).within(root, "_spillway/tmp").open(root);
    String step = root.resolve("_spillway/exports/x/outcomes/delete-2").path();
    assertThat(OutcomeReader.read(files, step, 0, 500)).isEqualTo(Found.NOTHING);

    // When
    try (OutcomeLog log = new OutcomeLog(files, step, 3, 17, () -> 0)) {
      for (int slice = 0; slice < 500; slice++) {
        log.add(slice, OutcomeLine.deleted(key(slice, 0)));
      }
    }

    // Then
    assertThat(folder.resolve("out/_spillway/exports/x/outcomes/delete-2/000003"))
        .isDirectoryContaining("glob:**00000384-00000499-3-17-3.jsonl.gz");
    assertThat(OutcomeReader.read(files, step, 120, 130).done()).hasSize(256);
    assertThat(OutcomeReader.read(files, step, 0, 500).done()).hasSize(500);
  }

  private static Found reading(ObjectStore store, List<String> warnings) throws IOException {
    Logger logger = (Logger) LogManager.getLogger(OutcomeReader.class);
    AbstractAppender appender =
        new AbstractAppender("warnings", null, null, true, null) {
          @Override
          public void append(LogEvent event) {
            warnings.add(event.getMessage().getFormattedMessage());
          }
        };
    Level level = logger.getLevel();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
    try {
      return OutcomeReader.read(store, STEP, 0, 0);
    } finally {
      logger.setLevel(level);
      logger.removeAppender(appender);
    }
  }

  private static int linesOf(int slice) {
    return slice * 7 % 23;
  }

  private static String key(int slice, int line) {
    return slice + "/" + line;
  }

  /** Lines of up to eight slices mixed, as copies on many threads end. */
  private static void addAll(OutcomeLog log, List<Integer> slices, Random random)
      throws IOException {
    for (int from = 0; from < slices.size(); from += 8) {
      List<Integer> together = new ArrayList<>();
      for (int slice : slices.subList(from, Math.min(slices.size(), from + 8))) {
        together.addAll(Collections.nCopies(linesOf(slice), slice));
      }
      Collections.shuffle(together, random);
      Map<Integer, Integer> next = new HashMap<>();
      for (int slice : together) {
        log.add(slice, line(key(slice, next.merge(slice, 1, Integer::sum) - 1)));
      }
      if (random.nextInt(3) == 0) {
        log.flush();
      }
    }
  }

  private static OutcomeLog log(ObjectStore store, long lease, long task) {
    return new OutcomeLog(store, STEP, lease, task, () -> 0);
  }

  private void write(long lease, long task, OutcomeLine... lines) throws IOException {
    try (OutcomeLog log = log(memory, lease, task)) {
      for (OutcomeLine line : lines) {
        log.add(0, line);
      }
    }
  }

  private void put(String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    memory.write(STEP + "/000000/" + name, Body.of(content), Attributes.NONE);
  }

  private static OutcomeLine line(String key) {
    return copied(key, 1);
  }

  private static OutcomeLine copied(String key, long size) {
    return OutcomeLine.copied(key, size, "c", Proof.CHECKSUM, List.of());
  }
}
