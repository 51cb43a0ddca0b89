package io.spillway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** The requests and nothing else. Prints the time from before the client to the last answer. */
final class FloorRun {
  private static final int THREADS = Integer.getInteger("bench.threads", 64);
  private static final HttpClients HTTP =
      HttpClients.valueOf(System.getProperty("bench.client", "APACHE"));
  private static final int DELETES_PER_REQUEST = 1000;

  /** What is read whole before it is written. */
  private static final long BUFFERED = 8 << 20;

  private final S3Client source;
  private final S3Client target;
  private final String bucket;
  private final String destination;

  private FloorRun(S3Client source, S3Client target, String bucket, String destination) {
    this.source = source;
    this.target = target;
    this.bucket = bucket;
    this.destination = destination;
  }

  private interface Request {
    void send() throws IOException;
  }

  /** Arguments: copy, stream or folder; the list; the bucket; the prefix or folder. */
  public static void main(String[] arguments) throws Exception {
    String[][] lines =
        Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8).stream()
            .map(line -> line.split("\t"))
            .toArray(String[][]::new);
    long begun = System.nanoTime();
    boolean chunked = Stream.of(lines).anyMatch(FloorRun::isLarge);
    try (S3Client source = client("BENCH_SOURCE", false);
        S3Client other = arguments[0].equals("stream") ? client("BENCH_TARGET", chunked) : null) {
      S3Client target = other == null ? source : other;
      FloorRun run = new FloorRun(source, target, arguments[2], arguments[3]);
      run.sendAll(run.requests(arguments[0], lines));
      System.out.printf(Locale.ROOT, "bench: phase=%.3f%n", (System.nanoTime() - begun) / 1e9);
    }
  }

  private static boolean isLarge(String[] line) {
    return line[0].equals("copy") && Long.parseLong(line[4]) > BUFFERED;
  }

  private static S3Client client(String variable, boolean chunked) {
    String[] words = System.getenv(variable).split(" ");
    return new Endpoint(URI.create(words[0]), words[1], words[2])
        .client(HTTP.builder(THREADS), chunked);
  }

  private List<Request> requests(String way, String[][] lines) {
    List<Request> requests = new ArrayList<>();
    List<ObjectIdentifier> deletes = new ArrayList<>();
    for (String[] line : lines) {
      if (line[0].equals("delete")) {
        deletes.add(ObjectIdentifier.builder().key(destination + "/" + line[1]).build());
      } else if (way.equals("copy")) {
        requests.add(() -> copy(line));
      } else if (way.equals("stream")) {
        requests.add(() -> stream(line));
      } else {
        requests.add(() -> download(line));
      }
    }
    for (int i = 0; i < deletes.size(); i += DELETES_PER_REQUEST) {
      List<ObjectIdentifier> some =
          deletes.subList(i, Math.min(i + DELETES_PER_REQUEST, deletes.size()));
      requests.add(() -> target.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(some))));
    }
    return requests;
  }

  private void sendAll(List<Request> requests) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (Request request : requests) {
        sent.add(
            threads.submit(
                () -> {
                  request.send();
                  return null;
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void copy(String[] line) {
    target.copyObject(
        request ->
            request
                .sourceBucket(line[1])
                .sourceKey(line[2])
                .destinationBucket(bucket)
                .destinationKey(destination + "/" + line[3]));
  }

  private void stream(String[] line) throws IOException {
    long size = Long.parseLong(line[4]);
    try (InputStream in = source.getObject(get(line))) {
      RequestBody body =
          isLarge(line)
              ? RequestBody.fromInputStream(in, size)
              : RequestBody.fromBytes(in.readAllBytes());
      target.putObject(
          request -> request.bucket(bucket).key(destination + "/" + line[3]).contentLength(size),
          body);
    }
  }

  private void download(String[] line) throws IOException {
    Path file = Path.of(destination, line[3]);
    Files.createDirectories(file.getParent());
    source.getObject(get(line), ResponseTransformer.toFile(file));
  }

  private static GetObjectRequest get(String[] line) {
    return GetObjectRequest.builder().bucket(line[1]).key(line[2]).build();
  }
}
