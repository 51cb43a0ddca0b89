package io.spillway.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A front of a server that records every statement that clients send through it. */
final class SentSql implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;

  private final ServerSocket listener;
  private final int server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> statements = new CopyOnWriteArrayList<>();

  private SentSql(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
  }

  static SentSql before(int server) throws IOException {
    SentSql front = new SentSql(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    front.threads.execute(front::accept);
    return front;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Returns the statements so far, white space made one space. */
  List<String> statements() {
    return statements;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
        threads.execute(() -> pass(() -> copy(behind, client), client, behind));
        threads.execute(() -> pass(() -> record(client, behind), client, behind));
      }
    } catch (SocketException e) {
      // Closed.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Pass {
    void run() throws IOException;
  }

  private static void pass(Pass pass, Socket client, Socket behind) {
    try (client;
        behind) {
      pass.run();
    } catch (EOFException | SocketException e) {
      // One of them has left.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
  }

  private void record(Socket client, Socket behind) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    DataOutputStream out = new DataOutputStream(behind.getOutputStream());
    boolean begun = false;
    while (true) {
      int type = begun ? in.readUnsignedByte() : 0;
      int length = in.readInt();
      byte[] body = in.readNBytes(length - Integer.BYTES);
      if (begun) {
        note(type, body);
        out.write(type);
      } else {
        int code = ByteBuffer.wrap(body).getInt();
        begun = code != SSL_REQUEST && code != GSS_REQUEST && code != CANCEL_REQUEST;
      }
      out.writeInt(length);
      out.write(body);
      out.flush();
    }
  }

  private void note(int type, byte[] body) {
    String[] texts = new String(body, UTF_8).split("\0", -1);
    if (type == 'Q') {
      statements.add(texts[0].replaceAll("\\s+", " ").strip());
    } else if (type == 'P') {
      statements.add(texts[1].replaceAll("\\s+", " ").strip());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
