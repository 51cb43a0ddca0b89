import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Runs a command whenever lakeFS posts to it, one run at a time; needs only JDK 17.
 *
 * <pre>
 * HOOK_TOKEN=... java spark-submit-examples/HookReceiver.java ADDRESS PORT COMMAND [ARGUMENT...]
 * </pre>
 *
 * <p>lakeFS waits for the answer of a webhook, so the receiver answers at once. Posts that arrive
 * while the command runs trigger one more run together, which exports the branch's head by then.
 */
public final class HookReceiver {
  private final byte[] expected;
  private final List<String> command;
  private final BlockingQueue<String> wanted = new ArrayBlockingQueue<>(1);

  private HookReceiver(String token, List<String> command) {
    this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.command = command;
  }

  public static void main(String[] args) throws InterruptedException {
    String token = System.getenv("HOOK_TOKEN");
    if (args.length < 3 || token == null || token.isEmpty()) {
      System.err.println("Usage: HOOK_TOKEN=... HookReceiver ADDRESS PORT COMMAND [ARGUMENT...]");
      System.exit(2);
    }
    InetSocketAddress address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    try {
      new HookReceiver(token, Arrays.asList(args).subList(2, args.length)).serve(address);
    } catch (IOException e) {
      System.err.println("Cannot go on: " + e.getMessage());
      System.exit(1);
    }
  }

  private void serve(InetSocketAddress address) throws IOException, InterruptedException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/", this::answer);
    server.start();
    System.err.println("Waiting for hooks on port " + server.getAddress().getPort());
    wanted.offer("what was committed before");
    while (true) {
      System.err.println("Running after " + wanted.take());
      Process process = new ProcessBuilder(command).inheritIO().start();
      System.err.println("Ended with exit code " + process.waitFor());
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      if (token == null
          || !MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), expected)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
      } else {
        wanted.offer("a hook");
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }
}
