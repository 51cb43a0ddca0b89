package io.spillway.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What is logged while it is open: of ours all, of others at the levels that are on. */
public final class Logged implements AutoCloseable {
  private static final String OURS = "io.spillway";

  private final Level before = LogManager.getLogger(OURS).getLevel();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LogManager.getRootLogger();
  private final Lines appender = new Lines();

  private final class Lines extends AbstractAppender {
    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      Throwable thrown = event.getThrown();
      lines.add(
          event.getLevel()
              + " "
              + event.getMessage().getFormattedMessage()
              + (thrown == null ? "" : " " + thrown));
    }
  }

  /** Listens from here on. */
  public Logged() {
    appender.start();
    Configurator.setLevel(OURS, Level.ALL);
    root.addAppender(appender);
  }

  /** What was logged so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The warnings among it. */
  public List<String> warnings() {
    String warning = Level.WARN + " ";
    return lines().stream()
        .filter(line -> line.startsWith(warning))
        .map(line -> line.substring(warning.length()))
        .toList();
  }

  @Override
  public void close() {
    root.removeAppender(appender);
    Configurator.setLevel(OURS, before);
    appender.stop();
  }
}
