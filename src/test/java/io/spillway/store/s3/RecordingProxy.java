package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands before a server and notes the requests that pass. Bytes pass as they are, the {@code Host}
 * header too, which signatures cover; of a request only its head is read, to find where it ends.
 */
public final class RecordingProxy implements Closeable {
  private final int serverPort;
  private final ServerSocket listening;
  private final List<RecordedRequest> requests = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Predicate<RecordedRequest> lost = request -> false;

  private RecordingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  }

  /** Listens on a free port for a server that listens on that one. */
  public static RecordingProxy before(int serverPort) throws IOException {
    RecordingProxy proxy = new RecordingProxy(serverPort);
    start("s3-proxy", proxy::accept);
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections were opened so far. */
  int connections() {
    return connections.get();
  }

  /** The requests that passed so far. */
  public List<RecordedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Begins a new list of requests. */
  public void forget() {
    synchronized (requests) {
      requests.clear();
    }
  }

  /**
   * Lets such requests get through to the server, and loses its answers: the connection ends
   * instead.
   */
  public void loseAnswersTo(Predicate<RecordedRequest> which) {
    lost = which;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        connections.incrementAndGet();
        start("s3-proxy-connection", () -> serve(client));
      } catch (IOException e) {
        // Closed, or a client gave up before it was served.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      open.add(client);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Answers answers = new Answers();
      start("s3-proxy-answers", () -> answers.pass(server, client));
      InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      while (passRequest(in, server.getOutputStream(), answers)) {
        // The next one on the same connection.
      }
    } catch (IOException e) {
      // One side hung up: so does the other.
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  private boolean passRequest(InputStream in, OutputStream out, Answers answers)
      throws IOException {
    byte[] head = head(in);
    if (head.length == 0) {
      return false;
    }
    RecordedRequest request = parsed(new String(head, ISO_8859_1));
    synchronized (requests) {
      requests.add(request);
    }
    answers.lose = lost.test(request);
    out.write(head);
    if (request.header("transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
      throw new IOException("The proxy passes no chunked requests, and our client sends none");
    }
    pass(in, out, Long.parseLong(request.header("content-length").orElse("0")));
    out.flush();
    return true;
  }

  private static void pass(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = bytes; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }

  /** Everything up to the empty line; nothing when the connection ends. */
  static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      head.write(next);
      boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toByteArray();
  }

  static RecordedRequest parsed(String head) {
    String[] lines = head.split("\r\n");
    String[] words = lines[0].split(" ");
    int question = words[1].indexOf('?');
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    return new RecordedRequest(
        words[0],
        question < 0 ? words[1] : words[1].substring(0, question),
        question < 0 ? "" : words[1].substring(question + 1),
        headers);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** The way back on one connection. */
  private static final class Answers {
    private volatile boolean lose;

    void pass(Socket server, Socket client) {
      try (server;
          client) {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0 && !lose; count = in.read(buffer)) {
          out.write(buffer, 0, count);
        }
      } catch (IOException e) {
        // One side hung up: so does the other.
      }
    }
  }
}
