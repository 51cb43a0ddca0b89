package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.CHANGED;
import static io.spillway.store.StoreException.Reason.UNFIT;
import static io.spillway.store.StoreException.Reason.UNKNOWN;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.OpenWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.WriteGuard;
import io.spillway.store.WriteGuards;
import io.spillway.store.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/**
 * A bucket. Keys are taken literally, and tags are S3's ETags.
 *
 * <p>Writes carry their MD5, so that S3 rejects bytes that were damaged on the way; the tag in S3's
 * answer is compared with it if the tag is an MD5. Large objects are sent in parts and appear when
 * the last request is answered; a failed one leaves no parts behind.
 */
public final class S3Store implements ObjectStore {
  /** The precision of times in headers. */
  private static final Duration ROUNDED = Duration.ofSeconds(1);

  private final Location container;
  private final S3Connection connection;
  private final S3Limits limits;
  private final S3Writing writing;
  private final S3Calls calls;
  private final boolean pays;
  private final S3Deletion deletion;

  private S3Store(
      Location container,
      S3Connection connection,
      S3Limits limits,
      S3Writing writing,
      boolean pays,
      WriteGuard guard) {
    this.container = container;
    this.connection = connection;
    this.limits = limits;
    this.writing = writing;
    S3Calls free = new S3Calls(container, new GuardedClient(connection.s3(), guard), writing);
    this.calls = pays ? free.paying() : free;
    this.pays = pays;
    this.deletion = new S3Deletion(calls);
  }

  static S3Store open(Location container, Settings settings, S3Limits limits) {
    String bucket = container.authority();
    return new S3Store(
        container,
        S3Connection.shared(S3Settings.of(settings, bucket)),
        limits,
        S3Writing.of(settings, bucket),
        S3Settings.requesterPays(settings, bucket),
        WriteGuards.of(settings));
  }

  @Override
  public Location container() {
    return container;
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return calls.head(key);
  }

  /**
   * {@inheritDoc} Returns the difference of two times of the server: the time of its answer, and
   * the time when it stored the object.
   */
  @Override
  public Optional<Duration> age(String key) throws IOException {
    return calls
        .look(key)
        .filter(head -> head.lastModified() != null)
        .flatMap(
            head ->
                S3Calls.date(head)
                    .map(now -> Duration.between(head.lastModified(), now).plus(ROUNDED))
                    .filter(age -> !age.isNegative()));
  }

  @Override
  public OpenObject open(String key, long offset) throws IOException {
    return calls.get(key, offset, "");
  }

  /**
   * {@inheritDoc} Sends the tag with the request, and returns only if the answer's tag is equal.
   */
  @Override
  public OpenObject open(String key, long offset, String ifMatch) throws IOException {
    OpenObject opened = calls.get(key, offset, ifMatch);
    if (ifMatch.isEmpty() || !opened.object().etag().equals(ifMatch)) {
      opened.close();
      throw new StoreException(
          CHANGED, "Cannot read " + calls.name(key) + ": its tag is no longer " + ifMatch + ".");
    }
    return opened;
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    checkFit(key, attributes);
    if (limits.isBuffered(body)) {
      return writeAtOnce(key, body, attributes);
    }
    return limits.isStreamed(body)
        ? new S3StreamedPut(calls, key, body).write(attributes)
        : new S3Upload(calls, limits, Buffers.SHARED).write(key, body, attributes);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    checkFit(key, attributes);
    return new S3Write(calls, limits, Buffers.SHARED, key, attributes);
  }

  private WrittenObject writeAtOnce(String key, Body body, Attributes attributes)
      throws IOException {
    int size = (int) body.size();
    try (Buffers.Lease buffer = Buffers.SHARED.take(size);
        InputStream stream = body.open()) {
      S3Upload.fill(calls.name(key), stream, buffer.bytes(), size, 0, size);
      S3Upload.checkEnd(calls.name(key), stream, size);
      return calls.put(key, buffer.bytes(), attributes);
    }
  }

  /**
   * {@inheritDoc} S3 answers 412 if the object exists, also if it exists because an earlier attempt
   * of the request succeeded and its answer was lost. After more than one attempt, this method
   * returns whether the object has the content.
   */
  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    checkFit(key, attributes);
    for (int attempt = 1; ; attempt++) {
      try {
        calls.putNew(key, content, attributes);
        return true;
      } catch (SdkException e) {
        boolean exists = S3Errors.status(e) == 412;
        if (exists && e.numAttempts() != null && e.numAttempts() == 1) {
          return false;
        }
        // A 409 means that S3 is busy with another conditional request on this key, and asks to try
        // again.
        boolean busy = S3Errors.status(e) == 409;
        StoreException failure = calls.explained("write", key, true, e);
        if (!exists && !busy && failure.reason() != UNKNOWN) {
          throw failure;
        }
        Optional<Boolean> ours = holds(key, content);
        if (ours.isPresent()) {
          return ours.get();
        }
        if (exists || !busy || attempt == 5) {
          throw new StoreException(UNKNOWN, String.valueOf(failure.getMessage()), e);
        }
      }
    }
  }

  /** Returns whether the object has that content; empty if it does not exist. */
  private Optional<Boolean> holds(String key, byte[] content) throws IOException {
    try (OpenObject there = open(key, 0)) {
      boolean same =
          there.object().size() == content.length
              && Arrays.equals(there.stream().readNBytes(content.length + 1), content);
      return Optional.of(same);
    } catch (StoreException e) {
      if (e.reason() == StoreException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean reaches(ObjectStore source) {
    return source instanceof S3Store other && other.connection == connection;
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes)
      throws IOException {
    checkFit(key, attributes);
    Location from = source.container().resolve(sourceKey);
    S3Calls copying = copying((S3Store) source);
    if (size <= limits.copy()) {
      return connection
          .copyGuards()
          .copy(source, sourceKey, ifMatch, tag -> copying.copy(from, tag, size, key, attributes));
    }
    // S3 copies the requested range: if the source were larger, the rest would be lost silently.
    StoredObject whole =
        source
            .stat(sourceKey)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreException.Reason.NOT_FOUND, "There is no object " + from + "."));
    if (whole.size() != size) {
      throw new StoreException(
          CHANGED,
          "Cannot copy " + from + ": it has " + whole.size() + " bytes, not " + size + ".");
    }
    // Every part would be refused, so the upload would be useless.
    if (!whole.etag().equals(ifMatch)) {
      throw new StoreException(
          CHANGED,
          "Cannot copy " + from + ": its tag is " + whole.etag() + ", not " + ifMatch + ".");
    }
    S3PartCopy inParts = new S3PartCopy(copying, limits, connection.copyGuards());
    WrittenObject copied = inParts.copy(from, ifMatch, size, key, attributes);
    if (!inParts.isGuarded()) {
      S3CopyGuards.requireTag(source, sourceKey, ifMatch);
    }
    return copied;
  }

  /**
   * Returns the requests of a copy. The single request of a copy also reads the source's bucket,
   * which may require the requester to pay.
   */
  private S3Calls copying(S3Store source) {
    return source.pays && !pays ? calls.paying() : calls;
  }

  @Override
  public void delete(String key) throws IOException {
    calls.delete(key);
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    return deletion.delete(keys);
  }

  /** {@inheritDoc} Aborts the multipart uploads that the objects note. */
  @Override
  public void giveUp(Collection<String> keys) throws IOException {
    S3Notes notes = calls.notes();
    List<Callable<Boolean>> aborts =
        keys.stream()
            .map(
                key ->
                    (Callable<Boolean>)
                        () -> {
                          notes.abort(key);
                          return true;
                        })
            .toList();
    S3Threads.all(aborts);
  }

  @Override
  public Map<String, String> chosenForWrites() {
    return writing.chosen();
  }

  @Override
  public Iterator<StoredObject> list(String prefix, String after) {
    return new S3Listing(calls, prefix, after);
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    return S3Folders.of(calls, prefix);
  }

  @Override
  public Optional<String> objection(String key, Attributes attributes) {
    return S3Metadata.objection(key, attributes);
  }

  @Override
  public boolean mayHideKeys() {
    return !connection.isAws();
  }

  @Override
  public boolean protectsReads() {
    return connection.isEncrypted();
  }

  @Override
  public boolean keepsAttributes() {
    return true;
  }

  /** {@inheritDoc} Leaves the client open, because other stores use it. */
  @Override
  public void close() {
    // The store holds no other open resource.
  }

  /**
   * Returns a URL from which anyone can read the object for a limited time. It is a secret and must
   * not appear in logs or messages.
   *
   * @param valid the validity of the URL
   * @throws StoreException {@code DENIED} if no credentials exist to sign it with
   */
  public URI presign(String key, Duration valid) throws IOException {
    try {
      GetObjectRequest get =
          GetObjectRequest.builder().bucket(container.authority()).key(key).build();
      return connection
          .presigner()
          .presignGetObject(
              GetObjectPresignRequest.builder()
                  .getObjectRequest(get)
                  .signatureDuration(valid)
                  .build())
          .url()
          .toURI();
    } catch (SdkException e) {
      throw calls.explained("sign an address of", key, false, e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The SDK signed what is no URI", e);
    }
  }

  @Override
  public String toString() {
    return container.toString();
  }

  private void checkFit(String key, Attributes attributes) throws StoreException {
    Optional<String> objection = objection(key, attributes);
    if (objection.isPresent()) {
      throw new StoreException(
          UNFIT, "S3 cannot hold " + calls.name(key) + ": it " + objection.get() + ".");
    }
  }
}
