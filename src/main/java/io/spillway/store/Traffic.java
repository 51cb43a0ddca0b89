package io.spillway.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The cost of some work at the stores, as counts that can be added. Each attempt counts as a
 * request, including those that the SDK sent again.
 *
 * @param requests the number of requests by kind; kinds without requests may be absent
 * @param sent bytes of bodies that were sent over the network, including failed attempts
 * @param received bytes of bodies that were received over the network
 * @param copied bytes that an object store copied internally
 * @param fileRead bytes that were read from files
 * @param fileWritten bytes that were written to files
 * @param retries requests that were sent again
 * @param throttles answers by which a store asked for fewer requests
 */
public record Traffic(
    Map<Kind, Long> requests,
    long sent,
    long received,
    long copied,
    long fileRead,
    long fileWritten,
    long retries,
    long throttles)
    implements Serializable {

  /** Kinds of requests, by S3's names if it has one. */
  public enum Kind {
    GET("get"),
    HEAD("head"),
    LIST("list"),
    PUT("put"),
    COPY("copy"),
    /** Deletes one object, or up to a thousand. */
    DELETE("delete"),
    CREATE_MULTIPART_UPLOAD("createMultipartUpload"),
    UPLOAD_PART("uploadPart"),
    UPLOAD_PART_COPY("uploadPartCopy"),
    COMPLETE_MULTIPART_UPLOAD("completeMultipartUpload"),
    ABORT_MULTIPART_UPLOAD("abortMultipartUpload"),
    /** Covers any other request to an object store. */
    OTHER("other"),
    /** Calls the API of the source's server. */
    API("api"),
    READ_FILE("readFile"),
    WRITE_FILE("writeFile"),
    DELETE_FILE("deleteFile");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns the name in records: {@code get}, {@code uploadPart}. */
    public String text() {
      return text;
    }
  }

  /** Traffic whose counts are all zero. */
  public static final Traffic NONE = new Traffic(Map.of(), 0, 0, 0, 0, 0, 0, 0);

  public Traffic {
    Map<Kind, Long> inOrder = new EnumMap<>(Kind.class);
    inOrder.putAll(requests);
    requests = Collections.unmodifiableMap(inOrder);
  }

  /** Returns the sum of this and another traffic. */
  public Traffic plus(Traffic other) {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    sums.putAll(requests);
    other.requests.forEach((kind, count) -> sums.merge(kind, count, Long::sum));
    return new Traffic(
        sums,
        sent + other.sent,
        received + other.received,
        copied + other.copied,
        fileRead + other.fileRead,
        fileWritten + other.fileWritten,
        retries + other.retries,
        throttles + other.throttles);
  }

  /** Returns the number of requests of a kind. */
  public long count(Kind kind) {
    return requests.getOrDefault(kind, 0L);
  }
}
