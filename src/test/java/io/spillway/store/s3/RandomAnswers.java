package io.spillway.store.s3;

import io.spillway.store.s3.RecordingHttp.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Answers of all kinds, of which many do not fit the request. */
final class RandomAnswers {
  private static final List<String> CODES =
      List.of(
          "NoSuchKey",
          "SlowDown",
          "AccessDenied",
          "InternalError",
          "PreconditionFailed",
          "NoSuchBucket");
  private static final List<Integer> STATUSES =
      List.of(304, 403, 404, 409, 412, 416, 500, 501, 503, 400);

  private RandomAnswers() {}

  /** A 400 of AWS to a HEAD leads the SDK to ask for the bucket's region. */
  static Answer next(Random random, RandomRequests texts, boolean may400) {
    Map<String, String> headers = headers(random);
    if (random.nextInt(4) == 0) {
      int status = STATUSES.get(random.nextInt(STATUSES.size() - (may400 ? 0 : 1)));
      String reason = random.nextInt(3) == 0 ? "Slow Down" : "Reason";
      return new Answer(status, reason, headers, bytes(error(random)));
    }
    return new Answer(200, "OK", headers, bytes(success(random, texts)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(Random random) {
    Map<String, String> headers = new HashMap<>();
    Map<String, String> all =
        Map.ofEntries(
            Map.entry("ETag", "\"abc\""),
            Map.entry("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"),
            Map.entry("Content-Length", "12"),
            Map.entry("Content-Type", "text/plain"),
            Map.entry("Expires", "Thu, 01 Dec 1994 16:00:00 GMT"),
            Map.entry("x-amz-server-side-encryption", "aws:kms"),
            Map.entry("x-amz-server-side-encryption-bucket-key-enabled", "true"),
            Map.entry("x-amz-meta-Owner", "Team A"),
            Map.entry("X-Amz-Meta-k", "=?UTF-8?B?w7w=?="),
            Map.entry("x-amz-mp-parts-count", "3"),
            Map.entry("x-amz-storage-class", "A_NEW_ONE"),
            Map.entry("x-amz-version-id", "v1"),
            Map.entry("x-amz-request-id", "REQ"),
            Map.entry("x-amz-id-2", "HOST"),
            Map.entry("x-amz-delete-marker", "true"),
            Map.entry("Content-Range", "bytes 2-13/14"));
    all.forEach(
        (name, value) -> {
          if (random.nextBoolean()) {
            headers.put(name, value);
          }
        });
    return headers;
  }

  private static String error(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> "<html>Proxy says no</html>";
      default ->
          "<?xml version=\"1.0\"?>\n<!-- x --><Error><Code>"
              + CODES.get(random.nextInt(CODES.size()))
              + "</Code><Message>a &lt;b&gt; &amp; c</Message><RequestId>R&#49;</RequestId><Extra><x>1</x></Extra></Error>";
    };
  }

  /** Some are of other requests, as a server may send that knows no better. */
  private static String success(Random random, RandomRequests texts) {
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 ->
          "<CopyObjectResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LastModified>2009-10-12T17:50:30.000Z"
              + "</LastModified><ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><ChecksumType>FULL_OBJECT</ChecksumType></CopyObjectResult>";
      case 2 -> "<CopyObjectResult><ETag/><Unknown><ETag>no</ETag></Unknown></CopyObjectResult>";
      case 3 ->
          "<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b &#x26; c</Key><Code>AccessDenied</Code>"
              + "<Message>no</Message></Error><Deleted><Key><![CDATA[<d>]]></Key><DeleteMarker>true</DeleteMarker></Deleted></DeleteResult>";
      case 4 -> "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + listing(random, texts, "");
      default -> listing(random, texts, "<EncodingType>url</EncodingType>");
    };
  }

  private static String listing(Random random, RandomRequests texts, String encoding) {
    StringBuilder xml =
        new StringBuilder("<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>")
            .append(
                "<Name>bucket</Name><Prefix>a%2Fb+c</Prefix><KeyCount>3</KeyCount><MaxKeys>1000</MaxKeys>")
            .append(encoding)
            .append("<IsTruncated>")
            .append(random.nextBoolean())
            .append("</IsTruncated>");
    for (int i = random.nextInt(4); i > 0; i--) {
      xml.append("<Contents><Key>")
          .append(java.net.URLEncoder.encode(texts.key(), java.nio.charset.StandardCharsets.UTF_8))
          .append(
              "</Key><LastModified>2024-02-29T23:59:59.999Z</LastModified><ETag>\"x\"</ETag><Size>")
          .append(random.nextLong() >>> 1)
          .append(
              "</Size><StorageClass>STANDARD</StorageClass><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>")
          .append("<Owner><ID>1</ID><DisplayName>d</DisplayName></Owner></Contents>\r\n");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      xml.append("<CommonPrefixes><Prefix>f%2").append(i).append("/</Prefix></CommonPrefixes>");
    }
    return xml.append("<NextContinuationToken>a%b+c</NextContinuationToken></ListBucketResult>")
        .toString();
  }
}
