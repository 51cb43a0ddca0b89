package io.spillway.object.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Bytes;
import io.spillway.object.Link;
import io.spillway.object.LinkedPath;
import io.spillway.object.PresignedLinks;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** How many requests links take, and how long links are used. */
class LinkWindowTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final NavigableSet<Bytes> commit = new TreeSet<>();
  private final List<Integer> pages = Collections.synchronizedList(new ArrayList<>());
  private final List<String> singles = Collections.synchronizedList(new ArrayList<>());
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private long signatures;

  @Test
  void shouldAskOncePerThousandObjectsOfAFullExport() throws IOException {
    // Given
    List<String> keys = keys(10_000);
    LinkWindow window = window(10_000, true);

    // When
    for (String key : keys) {
      assertThat(window.take(key).toString()).isEqualTo("link to https://" + host(key) + ":443");
    }

    // Then
    assertThat(pages).hasSize(10).containsOnly(1_000);
    assertThat(singles).isEmpty();
  }

  @Test
  void shouldAskForNoMoreThanATaskWillRead() throws IOException {
    // Given
    List<String> keys = keys(5_000);
    LinkWindow window = window(1_250, true);

    // When
    for (String key : keys.subList(2_000, 3_250)) {
      window.take(key);
    }

    // Then
    assertThat(pages).containsExactly(1_000, 250);
  }

  @Test
  void shouldAskForFewWhereKeysLieFarApart() throws IOException {
    // Given
    List<String> keys = keys(100_000);
    LinkWindow window = window(100, false);

    // When
    for (int i = 0; i < keys.size(); i += 1_000) {
      window.take(keys.get(i));
    }

    // Then: sixteen, once
    assertThat(pages).hasSize(100).startsWith(16, 4, 4).endsWith(4, 4);
    assertThat(singles).isEmpty();
  }

  @Test
  void shouldGrowPagesWhereADifferenceIsDense() throws IOException {
    // Given
    List<String> keys = keys(3_000);
    LinkWindow window = window(3_000, false);

    // When
    for (String key : keys) {
      window.take(key);
    }

    // Then
    assertThat(pages).containsExactly(16, 64, 256, 1_000, 1_000, 664);
  }

  @Test
  void shouldServeManyThreadsAtOnce() throws Exception {
    // Given
    List<String> keys = keys(20_000);
    LinkWindow window = window(20_000, true);
    ExecutorService threads = Executors.newFixedThreadPool(64);

    // When
    List<Future<Link>> taken = new ArrayList<>();
    for (String key : keys) {
      taken.add(threads.submit(() -> window.take(key)));
    }
    Set<Link> links = new HashSet<>();
    for (Future<Link> link : taken) {
      links.add(link.get());
    }
    threads.shutdown();

    // Then
    assertThat(links).as("each its own").hasSize(20_000);
    assertThat(pages).hasSizeBetween(20, 30);
    assertThat(singles).as("threads that were late by two pages").hasSizeLessThan(400);
  }

  @Test
  void shouldServeThreadsThatAreLateOneByOne() throws IOException {
    // Given
    List<String> keys = keys(200);
    LinkWindow window = window(200, false);

    // When
    window.take(keys.get(100));
    window.take(keys.get(3));
    window.take(keys.get(101));

    // Then
    assertThat(pages).containsExactly(16);
    assertThat(singles).containsExactly(keys.get(3));
  }

  @Test
  void shouldRenewLinksBeforeTheyExpire() throws IOException {
    // Given
    List<String> keys = keys(100);
    LinkWindow window = window(100, true);
    Link first = window.take(keys.get(0));

    // When
    now = now.plus(LIFETIME).minusSeconds(61);
    window.take(keys.get(1));
    boolean stillGood = !window.isStale(first);
    now = now.plusSeconds(2);
    Link renewed = window.take(keys.get(2));

    // Then
    assertThat(stillGood).isTrue();
    assertThat(window.isStale(first)).isTrue();
    assertThat(window.isStale(renewed)).isFalse();
    assertThat(pages).hasSize(2);
  }

  @Test
  void shouldNotTakeALinkTwice() throws IOException {
    // Given
    List<String> keys = keys(10);
    LinkWindow window = window(10, true);

    // When
    Link one = window.take(keys.get(4));
    Link two = window.take(keys.get(4));

    // Then
    assertThat(one).isNotSameAs(two);
    assertThat(singles).containsExactly(keys.get(4));
  }

  @Property(tries = 500)
  void shouldListFromJustBeforeAnyKey(@ForAll @NotEmpty String text) {
    Bytes key = Bytes.of(Bytes.of(text).text()); // without halves of characters

    Bytes before = LinkWindow.justBefore(key);

    assertThat(before).isLessThan(key);
    assertThat(before.isUtf8()).isTrue();
  }

  private List<String> keys(int count) {
    List<String> keys =
        IntStream.range(0, count)
            .mapToObj(i -> String.format(Locale.ROOT, "table/part-%06d", i))
            .toList();
    keys.forEach(key -> commit.add(Bytes.of(key)));
    return keys;
  }

  private LinkWindow window(long expected, boolean dense) {
    return new LinkWindow(() -> Optional.of(new Links()), () -> now, expected, dense);
  }

  private static String host(String key) {
    return key.replace("table/", "");
  }

  private final class Links implements PresignedLinks {
    @Override
    public List<LinkedPath> list(String after, int amount) {
      List<LinkedPath> page =
          commit.tailSet(Bytes.of(after), false).stream()
              .limit(amount)
              .map(key -> new LinkedPath(key.text(), link(key.text())))
              .toList();
      pages.add(page.size());
      return page;
    }

    @Override
    public Link to(String path) {
      singles.add(path);
      return link(path);
    }

    private Link link(String path) {
      String address = "https://" + host(path) + "/x?signature=" + signatures++;
      Instant renewed = now.plus(LIFETIME).minus(Duration.ofMinutes(1));
      return new Link(address, "https://" + host(path) + ":443", renewed);
    }

    @Override
    public OpenObject open(Link link, String path, long offset, String ifMatch) {
      throw new IllegalStateException("nobody reads in these tests");
    }
  }
}
