package io.spillway.source.lakefs.api;

import io.spillway.store.Attributes;
import io.spillway.store.CountedStream;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.StoredObject;
import io.spillway.store.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** The answer to a request for bytes: either their stream, or a failure and a closed answer. */
final class ObjectAnswer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int BEYOND_THE_END = 416;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

  /** A factory of failures for bad answers. */
  interface Complaints {
    /** Returns the failure for an answer with an error status. */
    IOException refused(Response response);

    /** Returns the failure for a successful answer with unexpected content. */
    IOException odd(Response response, String what);
  }

  private final Connection.Answer answer;
  private final Response response;
  private final Complaints complaints;
  private final String subject;

  /** Creates an answer of lakeFS. */
  ObjectAnswer(Connection.Answer answer, ErrorMessages failures, String subject) {
    this(
        answer,
        new Complaints() {
          @Override
          public IOException refused(Response response) {
            return failures.refused(subject, response);
          }

          @Override
          public IOException odd(Response response, String what) {
            return failures.notLakeFs(subject, response, what);
          }
        },
        subject);
  }

  ObjectAnswer(Connection.Answer answer, Complaints complaints, String subject) {
    this.answer = answer;
    this.response = answer.response();
    this.complaints = complaints;
    this.subject = subject;
  }

  /** Returns all bytes. */
  InputStream whole() throws IOException {
    if (response.code() != OK) {
      throw refused();
    }
    return body();
  }

  /** Returns the bytes of an object from an offset on. */
  OpenObject from(String path, long offset) throws IOException {
    int expected = offset == 0 ? OK : PARTIAL;
    if (response.code() == expected) {
      return new OpenObject(stored(path, offset == 0 ? length() : total(offset)), body());
    }
    if (response.code() == BEYOND_THE_END && offset == total()) {
      response.close();
      return new OpenObject(stored(path, offset), InputStream.nullInputStream());
    }
    throw refused();
  }

  private StoredObject stored(String path, long size) {
    String etag = Objects.requireNonNullElse(response.header("ETag"), "");
    return new StoredObject(path, size, unquoted(etag), isOpaque(), Attributes.NONE);
  }

  /**
   * Returns whether the object is encrypted with KMS or customer keys, so that S3's tag is not a
   * digest.
   */
  private boolean isOpaque() {
    String encryption = response.header("x-amz-server-side-encryption");
    return (encryption != null && encryption.startsWith("aws:kms"))
        || response.header("x-amz-server-side-encryption-customer-algorithm") != null;
  }

  private static String unquoted(String etag) {
    String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
    return strong.replace("\"", "");
  }

  private long length() throws IOException {
    long length = contentLength();
    if (length < 0) {
      throw closed(complaints.odd(response, "it does not say how long the object is"));
    }
    return length;
  }

  private long contentLength() {
    ResponseBody body = response.body();
    return body == null ? -1 : body.contentLength();
  }

  /** Returns the whole object's size, from an answer that must begin at the requested offset. */
  private long total(long offset) throws IOException {
    Matcher range = contentRange();
    if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != offset) {
      throw closed(complaints.odd(response, "it sends another part than asked for"));
    }
    return Long.parseLong(range.group(2));
  }

  /** Returns the whole object's size, or -1 if unknown. */
  private long total() {
    Matcher range = contentRange();
    return range.matches() ? Long.parseLong(range.group(2)) : -1;
  }

  private Matcher contentRange() {
    return CONTENT_RANGE.matcher(
        Objects.requireNonNullElse(response.header("Content-Range"), "").strip());
  }

  private InputStream body() throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      throw closed(complaints.odd(response, "an empty answer"));
    }
    return new BodyStream(
        answer.call(),
        subject,
        new CountedStream(body.byteStream(), Meter.current(), Traffic.Kind.RECEIVED),
        contentLength());
  }

  private IOException refused() {
    boolean good = response.isSuccessful();
    return closed(
        good
            ? complaints.odd(response, ErrorMessages.whatCame(response))
            : complaints.refused(response));
  }

  private IOException closed(IOException failure) {
    if (response.isSuccessful()) {
      answer.call().cancel(); // the rest may be long, and is not needed
    }
    response.close();
    return failure;
  }
}
