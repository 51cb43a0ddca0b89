package io.spillway.store;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What some work has cost at the stores; it adds up. Each attempt counts as a request, also one
 * that the SDK sent again.
 *
 * @param requests how many of each kind; kinds without any may be absent
 * @param sent bytes of bodies that were sent over the network, those of failed attempts too
 * @param received bytes of bodies that came over the network
 * @param copied bytes that an object store copied inside itself
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

  /** Kinds of requests, by the names that S3 gives them where it has them. */
  public enum Kind {
    GET("get"),
    HEAD("head"),
    LIST("list"),
    PUT("put"),
    COPY("copy"),
    /** Of one object or of a thousand. */
    DELETE("delete"),
    CREATE_MULTIPART_UPLOAD("createMultipartUpload"),
    UPLOAD_PART("uploadPart"),
    UPLOAD_PART_COPY("uploadPartCopy"),
    COMPLETE_MULTIPART_UPLOAD("completeMultipartUpload"),
    ABORT_MULTIPART_UPLOAD("abortMultipartUpload"),
    /** Any other one to an object store. */
    OTHER("other"),
    /** To the API of the source's server. */
    API("api"),
    READ_FILE("readFile"),
    WRITE_FILE("writeFile"),
    DELETE_FILE("deleteFile");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** {@code get}, {@code uploadPart}: as it is named in records. */
    public String text() {
      return text;
    }
  }

  /** Nothing at all. */
  public static final Traffic NONE = new Traffic(Map.of(), 0, 0, 0, 0, 0, 0, 0);

  public Traffic {
    Map<Kind, Long> inOrder = new EnumMap<>(Kind.class);
    inOrder.putAll(requests);
    requests = Collections.unmodifiableMap(inOrder);
  }

  /** This and that. */
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

  /** How many requests of a kind there were. */
  public long count(Kind kind) {
    return requests.getOrDefault(kind, 0L);
  }
}
