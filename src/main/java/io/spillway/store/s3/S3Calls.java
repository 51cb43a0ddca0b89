package io.spillway.store.s3;

import static io.spillway.store.StoreException.Reason.REFUSED;
import static io.spillway.store.StoreException.Reason.UNKNOWN;

import io.spillway.base.Location;
import io.spillway.store.Attributes;
import io.spillway.store.Digests;
import io.spillway.store.Meter;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoredObject;
import io.spillway.store.Traffic.Kind;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Single requests to one bucket, in terms of {@link io.spillway.store.ObjectStore}. */
final class S3Calls {
  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

  private final Location container;
  private final S3Client s3;
  private final S3Writing writing;

  S3Calls(Location container, S3Client s3, S3Writing writing) {
    this.container = container;
    this.s3 = s3;
    this.writing = writing;
  }

  /** Returns a copy that declares with each request that this job pays for it. */
  S3Calls paying() {
    return new S3Calls(container, new PayingClient(s3), writing);
  }

  /** Returns the settings of every write. */
  S3Writing writing() {
    return writing;
  }

  /** Returns the notes of uploads. */
  S3Notes notes() {
    return new S3Notes(
        new S3Calls(container, s3, writing.ofRecords()), writing.temporary(), writing.root());
  }

  S3Client s3() {
    return s3;
  }

  String bucket() {
    return container.authority();
  }

  Location name(String key) {
    return container.resolve(key);
  }

  StoreException explained(String verb, String key, boolean writes, SdkException failure) {
    return new S3Errors(verb + " " + name(key), writes).explained(failure);
  }

  /** Returns the timeout of a request that transfers that many bytes. */
  static AwsRequestOverrideConfiguration patience(long bytes) {
    Duration time = S3Connection.PATIENCE.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    return AwsRequestOverrideConfiguration.builder().apiCallAttemptTimeout(time).build();
  }

  Optional<StoredObject> head(String key) throws StoreException {
    Optional<HeadObjectResponse> found = look(key);
    return found.isEmpty() ? Optional.empty() : Optional.of(described(key, found.get()));
  }

  private StoredObject described(String key, HeadObjectResponse head) throws StoreException {
    if (head.contentLength() == null) {
      throw new StoreException(
          StoreException.Reason.UNKNOWN,
          "Cannot look at " + container.resolve(key) + ": the server's answer names no size.");
    }
    return new StoredObject(
        key,
        head.contentLength(),
        unquoted(head.eTag()),
        isOpaque(head.serverSideEncryption(), head.sseCustomerAlgorithm()),
        attributes(head.contentType(), head.metadata()));
  }

  /** Returns S3's answer to a HEAD; empty if the object does not exist. */
  Optional<HeadObjectResponse> look(String key) throws StoreException {
    try {
      return Optional.of(s3.headObject(request -> request.bucket(bucket()).key(key)));
    } catch (SdkException e) {
      if (S3Errors.status(e) == 404) {
        return Optional.empty();
      }
      throw explained("look at", key, false, e);
    }
  }

  /**
   * Opens an object.
   *
   * @param ifMatch the required tag; empty for any
   */
  OpenObject get(String key, long offset, String ifMatch) throws StoreException {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket()).key(key);
    if (offset > 0) {
      request.range("bytes=" + offset + "-");
    }
    if (!ifMatch.isEmpty()) {
      request.ifMatch(quoted(ifMatch));
    }
    try {
      return s3.getObject(request.build(), new S3Reader(name(key), key, offset));
    } catch (SdkException e) {
      if (S3Errors.status(e) == 416) {
        return pastTheEnd(key, offset);
      }
      throw explained("read", key, false, e);
    }
  }

  /** Returns an empty object if the offset is at the end of the object: S3 has no empty ranges. */
  private OpenObject pastTheEnd(String key, long offset) throws StoreException {
    Optional<StoredObject> object = head(key);
    if (object.isPresent() && object.get().size() == offset) {
      return new OpenObject(object.get(), InputStream.nullInputStream());
    }
    throw new StoreException(
        REFUSED, "Cannot read " + name(key) + " from byte " + offset + ": it ends before.");
  }

  WrittenObject put(String key, byte[] content, Attributes attributes) throws StoreException {
    String md5 = Digests.md5Hex(content);
    return put(key, body(content, content.length), content.length, md5, attributes);
  }

  /**
   * Writes a body in one request, which S3 rejects if the MD5 differs.
   *
   * @param md5 the MD5 in lower-case hexadecimal digits
   */
  WrittenObject put(String key, RequestBody body, long size, String md5, Attributes attributes)
      throws StoreException {
    try {
      PutObjectResponse put = s3.putObject(putRequest(key, size, md5, attributes).build(), body);
      boolean opaque = isOpaque(put.serverSideEncryption(), put.sseCustomerAlgorithm());
      return checked(key, size, unquoted(put.eTag()), opaque, md5);
    } catch (SdkException e) {
      throw explained("write", key, true, e);
    }
  }

  /** Writes an object if none exists; the caller interprets the SDK's failure. */
  void putNew(String key, byte[] content, Attributes attributes) {
    s3.putObject(
        putRequest(key, content.length, Digests.md5Hex(content), attributes)
            .ifNoneMatch("*")
            .build(),
        body(content, content.length));
  }

  private PutObjectRequest.Builder putRequest(
      String key, long size, String md5, Attributes attributes) {
    return writing
        .on(PutObjectRequest.builder())
        .bucket(bucket())
        .key(key)
        .contentType(typeOf(attributes))
        .metadata(S3Metadata.encoded(attributes.metadata()))
        .contentMD5(base64(md5))
        .overrideConfiguration(patience(size));
  }

  WrittenObject copy(Location source, String ifMatch, long size, String key, Attributes attributes)
      throws StoreException {
    CopyObjectRequest.Builder request =
        writing
            .on(CopyObjectRequest.builder())
            .sourceBucket(source.authority())
            .sourceKey(source.path())
            .copySourceIfMatch(quoted(ifMatch))
            .destinationBucket(bucket())
            .destinationKey(key)
            .metadataDirective(MetadataDirective.REPLACE)
            .taggingDirective(TaggingDirective.REPLACE)
            .contentType(typeOf(attributes))
            .metadata(S3Metadata.encoded(attributes.metadata()))
            .overrideConfiguration(patience(size));
    try {
      CopyObjectResponse copied = s3.copyObject(request.build());
      Meter.current().add(Kind.COPIED, size);
      String etag =
          copied.copyObjectResult() == null ? "" : unquoted(copied.copyObjectResult().eTag());
      return new WrittenObject(
          -1, etag, isOpaque(copied.serverSideEncryption(), copied.sseCustomerAlgorithm()));
    } catch (SdkException e) {
      throw copyFailure(source, key, e);
    }
  }

  StoreException copyFailure(Location source, String key, SdkException failure) {
    return new S3Errors("copy " + source + " to " + name(key), true).explained(failure);
  }

  /** Returns the failure of a part. It is definite: without the part no object appears. */
  StoreException partFailure(Location source, String key, SdkException failure) {
    return new S3Errors("copy " + source + " to " + name(key), false).explained(failure);
  }

  void delete(String key) throws StoreException {
    try {
      s3.deleteObject(request -> request.bucket(bucket()).key(key));
    } catch (SdkException e) {
      if (S3Errors.status(e) != 404 || S3Errors.code(e).equals("NoSuchBucket")) {
        throw explained("delete", key, true, e);
      }
    }
  }

  /**
   * Returns the result of a write after comparing S3's tag with the content.
   *
   * @param digest the tag of such content on servers that derive tags from MD5
   * @throws StoreException {@code UNKNOWN} if the tags are comparable and differ
   */
  WrittenObject checked(String key, long size, String etag, boolean opaque, String digest)
      throws StoreException {
    boolean comparable =
        !opaque && etag.length() == digest.length() && etag.matches("[0-9a-fA-F]{32}(-\\d+)?");
    if (comparable && !etag.equalsIgnoreCase(digest)) {
      throw new StoreException(
          UNKNOWN,
          "Cannot vouch for "
              + name(key)
              + ": S3 took it as "
              + etag
              + ", and what was sent is "
              + digest
              + ".");
    }
    return new WrittenObject(size, etag, opaque);
  }

  static RequestBody body(byte[] bytes, int length) {
    // The SDK's fromBytes would copy the bytes.
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  static String digest(byte[] bytes, int length) {
    MessageDigest md5 = Digests.md5();
    md5.update(bytes, 0, length);
    return HexFormat.of().formatHex(md5.digest());
  }

  /** Returns a digest as headers encode it. */
  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  static @Nullable String typeOf(Attributes attributes) {
    return attributes.contentType().isEmpty() ? null : attributes.contentType();
  }

  static Attributes attributes(
      @Nullable String contentType, java.util.Map<String, String> headers) {
    return new Attributes(contentType == null ? "" : contentType, S3Metadata.decoded(headers));
  }

  /** Returns the time of the server's answer, by its own clock, to the second. */
  static Optional<Instant> date(SdkResponse answer) {
    if (answer.sdkHttpResponse() == null) {
      return Optional.empty();
    }
    try {
      return answer
          .sdkHttpResponse()
          .firstMatchingHeader("Date")
          .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static String unquoted(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  static String quoted(String etag) {
    return "\"" + etag + "\"";
  }

  /**
   * Returns whether the tag is not a digest: with KMS or customer keys it is not; with S3's own
   * keys it is.
   */
  static boolean isOpaque(
      @Nullable ServerSideEncryption encryption, @Nullable String customerAlgorithm) {
    return customerAlgorithm != null
        || encryption == ServerSideEncryption.AWS_KMS
        || encryption == ServerSideEncryption.AWS_KMS_DSSE;
  }
}
