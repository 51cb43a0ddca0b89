package io.spillway.source.postgres.address;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connected Unix socket with the interface of a TCP socket. Options of TCP have no effect. One
 * thread may read while another writes.
 */
// The lock of the methods that are overridden would keep close() from ending a blocked read.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class UnixSocket extends Socket {
  private final SocketChannel channel;
  private volatile int timeoutMillis;

  UnixSocket(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Input(channel, Selector.open());
  }

  @Override
  public OutputStream getOutputStream() {
    return new Output(channel);
  }

  /**
   * Reads that wait in a selector, so that they can time out. The channel stays in non-blocking
   * mode from the first read on.
   */
  private final class Input extends InputStream {
    private final SocketChannel from;
    private final Selector readable;

    Input(SocketChannel from, Selector readable) throws IOException {
      this.from = from;
      this.readable = readable;
      from.configureBlocking(false);
      from.register(readable, SelectionKey.OP_READ);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      int count = from.read(buffer);
      while (count == 0) {
        readable.selectedKeys().clear();
        if (readable.select(timeoutMillis) == 0 && timeoutMillis > 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        count = from.read(buffer);
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      readable.close();
      UnixSocket.this.close();
    }
  }

  private static final class Output extends OutputStream {
    private final SocketChannel to;

    Output(SocketChannel to) {
      this.to = to;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      if (to.write(buffer) < length) {
        try (Selector writable = Selector.open()) {
          to.register(writable, SelectionKey.OP_WRITE);
          while (buffer.hasRemaining()) {
            writable.selectedKeys().clear();
            writable.select();
            to.write(buffer);
          }
        }
      }
    }
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setReceiveBufferSize(int bytes) {}

  @Override
  public void setSendBufferSize(int bytes) {}

  @Override
  public int getSendBufferSize() {
    return 8 * 1024;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
