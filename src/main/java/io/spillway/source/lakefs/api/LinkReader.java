package io.spillway.source.lakefs.api;

import io.spillway.base.RecentlyUsed;
import io.spillway.object.Link;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.Retries;
import io.spillway.store.RetryPolicy;
import io.spillway.store.ServerWatch;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
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
 * <p>Retries happen only here, by the {@link RetryPolicy}. The caller resumes a body that breaks
 * off.
 */
final class LinkReader {
  private static final int MOST_HOSTS = 64;
  private static final int IDLE_CONNECTIONS = 64;

  private final OkHttpClient http;
  private final RecentlyUsed<String, ServerWatch> watches = new RecentlyUsed<>(MOST_HOSTS);
  private final RetryPolicy retries;
  private final Retries.Sleeper sleeper;

  LinkReader(LakeFsServer server) {
    this(server, Retries.Sleeper.SYSTEM);
  }

  LinkReader(LakeFsServer server, Retries.Sleeper sleeper) {
    this.retries = server.retries();
    this.sleeper = sleeper;
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
    ServerWatch watch = watches.computeIfAbsent(request.url().host(), LinkReader::watch);
    Retries left = new Retries(retries, watch, sleeper);
    while (true) {
      Call call = http.newCall(request);
      try {
        Response response = call.execute();
        int status = response.code();
        watch.answered(status);
        if (!Retries.isPassing(status)) {
          return new Connection.Answer(call, response);
        }
        if (Retries.isBusy(status)) {
          Meter.current().count(Traffic.Kind.THROTTLES);
        }
        if (!left.again("status " + status, Retries.asked(response.header("Retry-After")))) {
          return new Connection.Answer(call, response);
        }
        response.close();
      } catch (IOException e) {
        if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
          throw e; // this thread was interrupted
        }
        // A storage that never answered may be out of this job's reach, and another way open.
        boolean hopeless = LinkErrors.isUnreachable(e) && !watch.isKnown();
        if (hopeless || !Retries.isPassing(e) || !left.again("no answer", Duration.ZERO)) {
          throw errors.silent(e);
        }
      }
    }
  }

  private static ServerWatch watch(String host) {
    return new ServerWatch("The storage at " + host);
  }
}
