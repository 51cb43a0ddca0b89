package io.spillway.store;

import io.spillway.base.Counters;
import java.io.Serializable;
import java.util.Map;

/**
 * The cost of some work at the stores, as counts that can be added. Each attempt counts as a
 * request, including those that the SDK sent again.
 *
 * @param counts the counts by kind
 */
public record Traffic(Counters<Kind> counts) implements Serializable {

  /**
   * Everything that is counted. Meters, sums, records, JSON and text derive from this list, in its
   * order.
   */
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
    DELETE_FILE("deleteFile"),

    /** Bytes that an object store copied internally. */
    COPIED(Group.BYTES, "copied", "copied inside the store"),
    /** Bytes of bodies that were received over the network. */
    RECEIVED(Group.BYTES, "received", "received"),
    /** Bytes of bodies that were sent over the network, including failed attempts. */
    SENT(Group.BYTES, "sent", "sent"),
    /** Bytes that were read from files. */
    FILE_READ(Group.BYTES, "fileRead", "read from files"),
    /** Bytes that were written to files. */
    FILE_WRITTEN(Group.BYTES, "fileWritten", "written to files"),

    /** Requests that were sent again. */
    RETRIES(Group.REPEATED, "retries", "retried"),
    /** Answers by which a store asked for fewer requests. */
    THROTTLES(Group.REPEATED, "throttles", "throttled");

    private final Group group;
    private final String json;
    private final String words;

    /** Creates a kind of request, named as S3 names it if S3 has it. */
    Kind(String json) {
      this(Group.REQUESTS, json, json);
    }

    Kind(Group group, String json, String words) {
      this.group = group;
      this.json = json;
      this.words = words;
    }

    /** Returns the group that this kind belongs to. */
    public Group group() {
      return group;
    }

    /** Returns the name in records and JSON: {@code get}, {@code fileRead}. */
    public String json() {
      return json;
    }

    /** Returns the words after a number in a report: {@code get}, {@code read from files}. */
    public String words() {
      return words;
    }
  }

  /** Kinds that are reported together. */
  public enum Group {
    /** Requests to stores and to the source's server, and operations on files. */
    REQUESTS,
    /** Bytes of content. */
    BYTES,
    /** Requests that were not answered the first time. */
    REPEATED
  }

  /** Traffic whose counts are all zero. */
  public static final Traffic NONE = new Traffic(Counters.none());

  /** Returns traffic with the given counts. */
  public static Traffic of(Map<Kind, Long> counts) {
    return new Traffic(new Counters<>(counts));
  }

  /** Returns the sum of this and another traffic. */
  public Traffic plus(Traffic other) {
    return new Traffic(counts.plus(other.counts));
  }

  /** Returns the count of a kind. */
  public long count(Kind kind) {
    return counts.of(kind);
  }

  /** Returns the counts of a group. */
  public Counters<Kind> counts(Group group) {
    return counts.only(kind -> kind.group() == group);
  }
}
