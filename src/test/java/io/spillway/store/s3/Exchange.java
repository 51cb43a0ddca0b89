package io.spillway.store.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One request that has come in whole, and what is to become of it. */
final class Exchange {
  private final RecordedRequest request;
  private final byte[] head;
  private final byte[] body;
  private final Socket client;
  private final int serverPort;

  Exchange(RecordedRequest request, byte[] head, byte[] body, Socket client, int serverPort) {
    this.request = request;
    this.head = head;
    this.body = body;
    this.client = client;
    this.serverPort = serverPort;
  }

  RecordedRequest request() {
    return request;
  }

  byte[] body() {
    return body;
  }

  /** Lets the server do it; the answer is the caller's to send on. */
  Answer pass() throws IOException {
    return pass(body);
  }

  /** The same with another body of the same size. */
  Answer pass(byte[] otherBody) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      server.setTcpNoDelay(true);
      OutputStream out = server.getOutputStream();
      out.write(head);
      out.write(otherBody);
      out.flush();
      InputStream in = new BufferedInputStream(server.getInputStream(), 1 << 16);
      return Answer.read(in, isHead());
    }
  }

  private boolean isHead() {
    return request.method().equals("HEAD");
  }

  /** Answers. */
  void answer(Answer answer) throws IOException {
    Answer fit = isHead() ? answer.headOnly() : answer;
    fit.send(client.getOutputStream(), fit.body().length);
  }

  /** Sends the answer's head and half of its body, and leaves the connection as it is. */
  void answerHalf(Answer answer) throws IOException {
    answer.send(client.getOutputStream(), answer.body().length / 2);
  }

  /** Ends the connection in good order. */
  void hangUp() throws IOException {
    client.close();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Does nothing until the client hangs up, or the proxy ends. */
  void stall() throws IOException {
    InputStream in = client.getInputStream();
    while (in.read() >= 0) {
      // It may send; nobody listens.
    }
    client.close();
  }
}
