package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A front before an S3 server that behaves like MinIO: {@code p/q} is stored and answered where
 * {@code p} is an object, but not listed. It knows the objects that were written through it.
 */
public final class HidingFront implements Closeable {
  private static final Pattern LISTED =
      Pattern.compile("<Contents>[^\\x00]*?<Key>([^<]*)</Key>[^\\x00]*?</Contents>");
  private static final Pattern DELETED = Pattern.compile("<Key>([^<]*)</Key>");

  private final FaultyProxy proxy;
  private final Set<String> objects = new ConcurrentSkipListSet<>();

  private HidingFront(FaultyProxy proxy) {
    this.proxy = proxy;
    proxy.inject(this::answer, request -> true);
  }

  /** Listens on a free port of loopback for a server that listens on another one. */
  public static HidingFront before(URI server) throws IOException {
    return new HidingFront(FaultyProxy.before(server));
  }

  public String endpoint() {
    return proxy.endpoint("127.0.0.1");
  }

  private boolean answer(Exchange exchange) throws IOException {
    RecordedRequest request = exchange.request();
    Answer answer = exchange.pass();
    if (answer.status() >= 300) {
      exchange.answer(answer);
      return false;
    }
    String name = request.bucket() + "/" + request.key();
    switch (request.method()) {
      case "PUT" -> objects.add(name);
      case "DELETE" -> objects.remove(name);
      case "POST" -> {
        Matcher deleted = DELETED.matcher(new String(exchange.body(), UTF_8));
        while (request.query().startsWith("delete") && deleted.find()) {
          objects.remove(request.bucket() + "/" + decoded(deleted.group(1)));
        }
      }
      default -> answer = request.query().contains("list-type=2") ? shown(request, answer) : answer;
    }
    exchange.answer(answer);
    return false;
  }

  private Answer shown(RecordedRequest request, Answer answer) {
    String xml = new String(answer.body(), UTF_8);
    String shown =
        LISTED
            .matcher(xml)
            .replaceAll(
                entry ->
                    isHidden(request.bucket() + "/" + decoded(entry.group(1)))
                        ? ""
                        : Matcher.quoteReplacement(entry.group()));
    return answer.with(shown.getBytes(UTF_8));
  }

  private static String decoded(String key) {
    return URLDecoder.decode(key.replace("+", "%2B"), UTF_8);
  }

  private boolean isHidden(String name) {
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      if (objects.contains(name.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
