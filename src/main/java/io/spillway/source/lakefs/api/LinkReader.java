package io.spillway.source.lakefs.api;

import io.spillway.object.Link;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A reader of presigned links. Its requests go to a storage, without the credentials for lakeFS.
 *
 * <p>Retries happen only here: a request is repeated if the storage is too busy, fails or does not
 * answer. There are {@value #ATTEMPTS} attempts in all, after pauses that double and have random
 * jitter. The caller resumes a body that breaks off.
 */
final class LinkReader {
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int IDLE_CONNECTIONS = 64;

  /** A function that waits. */
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  private final OkHttpClient http;
  private final Pause pause;

  LinkReader(LakeFsServer server) {
    this(server, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  LinkReader(LakeFsServer server, Pause pause) {
    this.pause = pause;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(server.connectionTimeout())
            .readTimeout(server.readTimeout())
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
            // A link is followed only to the host that it names. The server there must not redirect
            // this job to another host, which only this job may be able to reach.
            .followRedirects(false)
            .followSslRedirects(false)
            .addNetworkInterceptor(LinkReader::counted)
            .build();
  }

  private static Response counted(Interceptor.Chain chain) throws IOException {
    Meter.current().count(Traffic.Kind.GET);
    return chain.proceed(chain.request());
  }

  /**
   * Opens the object of a link.
   *
   * @param subject the name of the object, for error messages
   * @param ifMatch the tag that the object must have, or empty
   */
  OpenObject open(Link link, String subject, long offset, String ifMatch) throws IOException {
    LinkErrors errors = new LinkErrors(subject, link);
    Connection.Answer answer = answer(request(link, offset, ifMatch), errors);
    OpenObject opened = new ObjectAnswer(answer, errors, subject).from(subject, offset);
    if (!ifMatch.isEmpty() && !opened.object().etag().equals(ifMatch)) {
      opened.close();
      throw new StoreException(
          Reason.CHANGED, "Cannot read " + subject + ": its tag is no longer '" + ifMatch + "'.");
    }
    return opened;
  }

  private static Request request(Link link, long offset, String ifMatch) {
    Request.Builder request =
        new Request.Builder()
            .url(link.url())
            // A body compressed in transit would not report its size.
            .header("Accept-Encoding", "identity");
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    if (!ifMatch.isEmpty()) {
      request.header("If-Match", '"' + ifMatch + '"');
    }
    return request.build();
  }

  private Connection.Answer answer(Request request, LinkErrors errors) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Call call = http.newCall(request);
      try {
        Response response = call.execute();
        if (attempt == ATTEMPTS || !LinkErrors.isPassing(response.code())) {
          return new Connection.Answer(call, response);
        }
        if (LinkErrors.isBusy(response.code())) {
          Meter.current().count(Traffic.Kind.THROTTLES);
        }
        response.close();
      } catch (IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
          throw e; // this thread was interrupted
        }
        if (attempt == ATTEMPTS || LinkErrors.isUnreachable(e)) {
          throw errors.silent(e);
        }
      }
      Meter.current().count(Traffic.Kind.RETRIES);
      pause(attempt);
    }
  }

  private void pause(int attempt) throws InterruptedIOException {
    long longest = FIRST_PAUSE.toNanos() << (attempt - 1);
    try {
      pause.take(Duration.ofNanos(longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted before a request was sent again");
    }
  }
}
