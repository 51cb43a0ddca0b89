package io.spillway.store.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Requests of all kinds, with keys of any characters, all settings and all conditions. */
final class RandomRequests {
  private static final String ODD =
      " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~%2F%41+ üß日\t\u0001\u007f\u00a0\u2028";
  private static final List<String> SEGMENTS =
      List.of("/", "//", ".", "..", "/./", "/../", "a", "x=1&y");
  private static final String VALUES = "abcXYZ019 -_./=?:;,+*\"'()";

  private final Random random;
  private final List<String> buckets;

  RandomRequests(Random random, List<String> buckets) {
    this.random = random;
    this.buckets = buckets;
  }

  /** A call of one request; it yields the response, to compare. */
  record Call(String what, Function<S3Client, Object> by) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** An answer to GET, with its content. */
  record Got(GetObjectResponse response, List<Byte> content) {}

  Call next() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> copy();
      case 2 -> put();
      case 3 -> head();
      case 4 -> get();
      case 5 -> list();
      case 6 -> delete();
      default -> deleteMany();
    };
  }

  private Call copy() {
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(bucket())
            .sourceKey(key())
            .destinationBucket(bucket())
            .destinationKey(key())
            .overrideConfiguration(overrides());
    if (maybe()) {
      request.copySourceIfMatch(value()).copySourceIfModifiedSince(time());
    }
    if (maybe()) {
      request.copySourceIfNoneMatch(value()).ifNoneMatch("*").sourceVersionId(key());
    }
    if (maybe()) {
      request.metadataDirective(MetadataDirective.REPLACE).metadata(metadata()).contentType(type());
    }
    if (maybe()) {
      request.storageClass(StorageClass.GLACIER_IR).acl("bucket-owner-full-control");
    }
    if (maybe()) {
      request
          .serverSideEncryption(ServerSideEncryption.AWS_KMS)
          .ssekmsKeyId(value())
          .bucketKeyEnabled(random.nextBoolean())
          .ssekmsEncryptionContext("e30=");
    }
    if (maybe()) {
      request
          .cacheControl(value())
          .expires(time())
          .tagging(value())
          .websiteRedirectLocation("/" + value());
    }
    return new Call(request.build().toString(), s3 -> s3.copyObject(request.build()));
  }

  private Call put() {
    byte[] content = new byte[random.nextInt(100)];
    random.nextBytes(content);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket())
            .key(key())
            .contentMD5(S3Calls.base64(S3Calls.digest(content, content.length)))
            .metadata(metadata())
            .overrideConfiguration(overrides());
    if (maybe()) {
      request.contentType(type()).contentEncoding("gzip").contentDisposition(value());
    }
    if (maybe()) {
      request.ifNoneMatch("*").storageClass("SOME_NEW_CLASS").acl("private");
    }
    if (maybe()) {
      request.serverSideEncryption("aws:kms:dsse").ssekmsKeyId(value()).expectedBucketOwner("1");
    }
    RequestBody body = S3Calls.body(content, content.length);
    return new Call(request.build().toString(), s3 -> s3.putObject(request.build(), body));
  }

  private Call head() {
    String bucket = bucket();
    String key = key();
    String version = maybe() ? value() : null;
    String match = maybe() ? value() : null;
    Integer part = maybe() ? random.nextInt(100) : null;
    return new Call(
        "HEAD " + key,
        s3 ->
            s3.headObject(
                b -> b.bucket(bucket).key(key).versionId(version).ifMatch(match).partNumber(part)));
  }

  private Call get() {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(bucket()).key(key()).overrideConfiguration(overrides());
    if (maybe()) {
      request.range("bytes=" + random.nextInt(9) + "-").ifMatch(value()).ifUnmodifiedSince(time());
    }
    if (maybe()) {
      request.responseContentType(type()).versionId(key());
    }
    ResponseTransformer<GetObjectResponse, Got> all =
        (response, stream) -> {
          List<Byte> content = new ArrayList<>();
          for (byte one : read(stream)) {
            content.add(one);
          }
          return new Got(response, content);
        };
    return new Call(request.build().toString(), s3 -> s3.getObject(request.build(), all));
  }

  private static byte[] read(java.io.InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Call list() {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(bucket()).overrideConfiguration(overrides());
    if (maybe()) {
      request.prefix(maybe() ? "" : key()).encodingType(EncodingType.URL);
    }
    if (maybe()) {
      request.delimiter("/").maxKeys(random.nextInt(1_000)).fetchOwner(random.nextBoolean());
    }
    if (maybe()) {
      request.startAfter(key()).continuationToken(value() + "+/=");
    }
    return new Call(request.build().toString(), s3 -> s3.listObjectsV2(request.build()));
  }

  private Call delete() {
    String bucket = bucket();
    String key = key();
    String version = maybe() ? value() : null;
    String match = maybe() ? value() : null;
    return new Call(
        "DELETE " + key,
        s3 ->
            s3.deleteObject(
                b -> b.bucket(bucket).key(key).versionId(version).ifMatch(match).mfa(version)));
  }

  private Call deleteMany() {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      objects.add(
          ObjectIdentifier.builder().key(key()).versionId(maybe() ? value() : null).build());
    }
    Delete delete =
        Delete.builder().objects(objects).quiet(maybe() ? random.nextBoolean() : null).build();
    String bucket = bucket();
    return new Call(
        delete.toString(), s3 -> s3.deleteObjects(b -> b.bucket(bucket).delete(delete)));
  }

  private boolean maybe() {
    return random.nextInt(3) == 0;
  }

  private String bucket() {
    return buckets.get(random.nextInt(buckets.size()));
  }

  String key() {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> key.append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        case 1 -> key.append(ODD.charAt(random.nextInt(ODD.length())));
        case 2 -> key.appendCodePoint(0x1F600 + random.nextInt(50));
        default -> key.append((char) ('a' + random.nextInt(26)));
      }
    }
    return key.toString();
  }

  private String value() {
    StringBuilder value = new StringBuilder("v");
    for (int i = random.nextInt(12); i > 0; i--) {
      value.append(VALUES.charAt(random.nextInt(VALUES.length())));
    }
    return value.append('e').toString();
  }

  private String type() {
    return "text/x-" + random.nextInt(9) + "; charset=utf-8";
  }

  private Instant time() {
    return Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
  }

  /** As the store encodes them; in S3's own form they may have several spaces. */
  private Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      metadata.put("key-" + random.nextInt(20), maybe() ? "größe  日本" + i : value());
    }
    return S3Metadata.encoded(metadata);
  }

  private AwsRequestOverrideConfiguration overrides() {
    AwsRequestOverrideConfiguration.Builder overrides = AwsRequestOverrideConfiguration.builder();
    if (maybe()) {
      overrides.putHeader("x-amz-request-payer", "requester");
    }
    return maybe() ? null : overrides.apiCallAttemptTimeout(S3Connection.PATIENCE).build();
  }
}
