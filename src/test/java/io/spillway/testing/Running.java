package io.spillway.testing;

import io.spillway.cli.Output;
import io.spillway.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A command that goes on until it is interrupted, and what it prints meanwhile. */
public final class Running implements AutoCloseable {
  private final PipedInputStream printed = new PipedInputStream(1 << 16);
  private final Thread thread;

  private Running(Output output, Consumer<Terminal> command) throws IOException {
    PrintStream out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    this.thread =
        new Thread(
            () -> {
              command.accept(new Terminal(out, err, false).in(output));
              out.close();
            },
            "running-command");
    thread.start();
  }

  /** Starts one. */
  public static Running start(Output output, Consumer<Terminal> command) throws IOException {
    return new Running(output, command);
  }

  /** What it prints on standard output up to such an end; waits for it. */
  public String until(String end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.UTF_8).endsWith(end)) {
      int next = printed.read();
      if (next < 0) {
        throw new AssertionError("ended with: " + bytes.toString(StandardCharsets.UTF_8));
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Interrupts it, and waits for its end; what it printed until then. */
  public String stop() throws IOException, InterruptedException {
    thread.interrupt();
    thread.join();
    return new String(printed.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
