package io.spillway.store.hadoop;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The files of this machine under another scheme: a file system of Hadoop's older kind. */
public final class MadeUpFiles extends RawLocalFileSystem {
  static final String SCHEME = "madeup";
  static final String SETTING = "fs.madeup.secret";

  private static final List<String> OPENED = new CopyOnWriteArrayList<>();

  /** What the setting was each time that one was opened. */
  static List<String> opened() {
    return List.copyOf(OPENED);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + "://here/");
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    if (configuration.get(SETTING, "").equals("wrong")) {
      throw new org.apache.hadoop.security.AccessControlException("wrong secret");
    }
    OPENED.add(configuration.get(SETTING));
    super.initialize(uri, configuration);
  }

  /** Hadoop would take the working directory of this machine's file system. */
  @Override
  protected Path getInitialWorkingDirectory() {
    return new Path(getUri());
  }
}
