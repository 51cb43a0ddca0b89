package io.spillway.store.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Stands before a server and does to its clients what networks and real stores do, where rules say
 * so. Each request and each answer is taken in whole before it goes on.
 */
public final class FaultyProxy implements Closeable {
  private final int serverPort;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

  private FaultyProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  }

  /** Listens on a free port of loopback for a server that listens on another one. */
  public static FaultyProxy before(URI server) throws IOException {
    FaultyProxy proxy = new FaultyProxy(server.getPort());
    start("faulty-proxy", proxy::accept);
    return proxy;
  }

  /** Where to send requests: another name of it is another server for its clients. */
  public String endpoint(String host) {
    return "http://" + host + ":" + listening.getLocalPort();
  }

  /** Adds a rule; of those that are about a request, the first whose time it is strikes. */
  public FaultRule inject(FaultRule rule) {
    rules.add(rule);
    return rule;
  }

  /** All such requests go wrong. */
  public FaultRule inject(Fault fault, Predicate<RecordedRequest> which) {
    return inject(FaultRule.always(fault, which));
  }

  /** The next such requests go wrong, so many of them. */
  public FaultRule inject(Fault fault, Predicate<RecordedRequest> which, int times) {
    return inject(FaultRule.times(times, fault, which));
  }

  /** No more faults. */
  public void heal() {
    rules.clear();
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
        start("faulty-proxy-connection", () -> serve(client));
      } catch (IOException e) {
        // Closed, or a client gave up before it was served.
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      while (!client.isClosed() && serveOne(in, client)) {
        // The next one on the same connection.
      }
    } catch (IOException e) {
      // One side hung up: so does the other.
    } finally {
      open.remove(client);
    }
  }

  private boolean serveOne(InputStream in, Socket client) throws IOException {
    byte[] head = RecordingProxy.head(in);
    if (head.length == 0) {
      return false;
    }
    RecordedRequest request = RecordingProxy.parsed(new String(head, ISO_8859_1));
    int length = Integer.parseInt(request.header("content-length").orElse("0"));
    byte[] body = Answer.exactly(in, length);
    Exchange exchange = new Exchange(request, head, body, client, serverPort);
    Optional<FaultRule> rule = rules.stream().filter(each -> each.isAbout(request)).findFirst();
    if (rule.isPresent()) {
      rule.get().strike(exchange);
    } else {
      exchange.answer(exchange.pass());
    }
    return true;
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
