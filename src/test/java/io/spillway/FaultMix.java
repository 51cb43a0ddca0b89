package io.spillway;

import static io.spillway.Trial.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.Trial.Ended;
import io.spillway.Trial.Way;
import io.spillway.request.Conduct;
import io.spillway.store.Attributes;
import io.spillway.store.s3.Fault;
import io.spillway.store.s3.FaultRule;
import io.spillway.store.s3.RecordedRequest;
import io.spillway.testing.S3Lake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A small commit, and some faults, both made up from a seed. */
final class FaultMix {
  /** What the servers of the tests hold, and file systems too. */
  private static final List<String> KEYS =
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
          "t/part-0",
          "t/part-1",
          "u/part-0",
          "u/part-1",
          "u/v/w/x/y/z",
          "!",
          "~");

  private static final int MILLIS = 700;

  private final S3Lake lake;
  private final Path temp;
  private final Random random;
  private final long seed;
  private final List<String> story = new ArrayList<>();
  private final List<FaultRule> rules = new ArrayList<>();

  FaultMix(S3Lake lake, Path temp, long seed) {
    this.lake = lake;
    this.temp = temp;
    this.seed = seed;
    this.random = new Random(seed * 7919 + 17);
  }

  /**
   * Exports through the faults, and, should that fail, without them.
   *
   * @return what happened, in a line
   */
  String play() throws IOException {
    Way way = pick(List.of(Way.values()));
    story.add("seed " + seed + " " + way);
    try (Trial trial = new Trial(lake, way, temp)) {
      commit(trial);
      // Few attempts, so that some requests fail for good; a sure fault, so that there is one.
      trial.set("fs.s3a.attempts.maximum", String.valueOf(2 + random.nextInt(3)));
      trial.impatient(MILLIS).with(Conduct.DEFAULT.waiting());
      injectOne(trial, way);
      for (int more = random.nextInt(4); more > 0; more--) {
        injectAtRandom(trial, way);
      }
      Ended ended = trial.shouldEndRight();
      story.add(fired() + " faults");
      story.add(ended.toString());
      assertThat(fired()).isPositive();
      if (ended.failure() != null) {
        trial.shouldSucceedOnceHealed();
      }
      return String.join(", ", story).replace('\n', ' ');
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(String.join(", ", story), e);
    }
  }

  private int fired() {
    return rules.stream().mapToInt(FaultRule::fired).sum();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void commit(Trial trial) {
    int many = 2 + random.nextInt(KEYS.size() - 2);
    List<String> keys = new ArrayList<>(KEYS);
    Collections.shuffle(keys, random);
    for (String key : keys.subList(0, many)) {
      int size = random.nextInt(5) == 0 ? 0 : random.nextInt(4_000);
      Map<String, String> metadata =
          random.nextBoolean() ? Map.of("owner", "gr\u00f6\u00dfe " + random.nextInt(9)) : Map.of();
      trial.put(
          key,
          (key + " ").repeat(1 + size / (key.length() + 1)).getBytes(StandardCharsets.UTF_8),
          new Attributes("text/x-" + random.nextInt(5), metadata));
    }
    trial.put("empty", new byte[0]);
    if (random.nextInt(3) == 0) {
      trial.large("large");
    }
    trial.commit();
    story.add(many + " objects");
  }

  /** One that the first request for data meets. */
  private void injectOne(Trial trial, Way way) {
    Predicate<RecordedRequest> which =
        way == Way.FOLDER ? trial.reads() : trial.toData().and(by("PUT"));
    add(trial, pick(Kind.ofAnything()), which, -1);
  }

  private void injectAtRandom(Trial trial, Way way) {
    Kind kind = pick(List.of(Kind.values()));
    Predicate<RecordedRequest> which =
        switch (kind.about) {
          case ANYTHING ->
              pick(
                  List.<Predicate<RecordedRequest>>of(
                      request -> true,
                      trial.toData(),
                      trial.reads(),
                      trial.readsOfMetadata(),
                      trial.toMarker(),
                      trial.toLedger("lease/"),
                      trial.toLedger("exports/")));
          case COPIES ->
              request ->
                  request.isCopy() || (request.method().equals("POST") && isCompletion(request));
          case READS -> trial.reads().or(trial.readsOfMetadata());
          case WRITES -> by("PUT").and(request -> !request.isCopy());
        };
    add(trial, kind, which, 0.02 + random.nextDouble() * (kind.isSlow ? 0.05 : 0.3));
  }

  private static boolean isCompletion(RecordedRequest request) {
    return request.query().contains("uploadId");
  }

  private void add(Trial trial, Kind kind, Predicate<RecordedRequest> which, double probability) {
    rules.add(
        probability < 0
            ? trial.proxy().inject(kind.fault, which, 1)
            : trial
                .proxy()
                .inject(FaultRule.random(random.nextLong(), probability, kind.fault, which)));
    story.add(kind + (probability < 0 ? " once" : " " + Math.round(probability * 100) + "%"));
  }

  private enum About {
    ANYTHING,
    COPIES,
    READS,
    WRITES
  }

  private enum Kind {
    SLOW_DOWN(About.ANYTHING, Fault.slowDown(), true),
    SERVER_ERROR(About.ANYTHING, Fault.refuse(500, "InternalError"), false),
    DENIED(About.ANYTHING, Fault.refuse(403, "AccessDenied"), false),
    EXPIRED(About.ANYTHING, Fault.refuse(400, "ExpiredToken"), false),
    LOST_ANSWER(About.ANYTHING, Fault.lostAnswer(), false),
    RESET(About.ANYTHING, Fault.reset(), false),
    RESET_IN_ANSWER(About.ANYTHING, Fault.resetInAnswer(), false),
    CUT_ANSWER(About.ANYTHING, Fault.cutAnswer(), false),
    STALL(About.ANYTHING, Fault.stall(), true),
    STALL_IN_ANSWER(About.ANYTHING, Fault.stallInAnswer(), true),
    ERROR_IN_OK(About.COPIES, Fault.errorInOk(), false),
    ERROR_IN_OK_AFTER_DOING(About.COPIES, Fault.errorInOkAfterDoing(), false),
    NO_SUCH_KEY(About.READS, Fault.refuse(404, "NoSuchKey"), false),
    FLIPPED_READ(About.READS, Fault.flippedAnswer(), false),
    FLIPPED_WRITE(About.WRITES, Fault.flippedRequest(), false);

    private final About about;
    private final Fault fault;
    private final boolean isSlow;

    Kind(About about, Fault fault, boolean isSlow) {
      this.about = about;
      this.fault = fault;
      this.isSlow = isSlow;
    }

    /** Those that spoil a request that has a short answer. */
    static List<Kind> ofAnything() {
      return List.of(SLOW_DOWN, SERVER_ERROR, DENIED, EXPIRED, LOST_ANSWER, RESET, STALL);
    }
  }
}
