package io.spillway.store.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.base.Location;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

class HadoopErrorsTest {
  private final HadoopErrors errors = new HadoopErrors(Location.parse("hdfs://nn/"));

  @Test
  void shouldSayWhatTheCallerCanMakeOfIt() {
    assertThat(reason(new FileNotFoundException("/a"))).isEqualTo(Reason.NOT_FOUND);
    assertThat(reason(new AccessControlException("no"))).isEqualTo(Reason.DENIED);
    assertThat(reason(new AccessDeniedException("/a"))).isEqualTo(Reason.DENIED);
    assertThat(reason(new ConnectException("refused"))).isEqualTo(Reason.UNREACHABLE);
    assertThat(reason(new IOException(new UnknownHostException("nn"))))
        .isEqualTo(Reason.UNREACHABLE);
    assertThat(reason(remote("hdfs.protocol.FSLimitException$PathComponentTooLongException")))
        .isEqualTo(Reason.UNFIT);
    assertThat(reason(remote("hdfs.server.namenode.SafeModeException"))).isEqualTo(Reason.REFUSED);
    assertThat(reason(new EOFException())).isEqualTo(Reason.REFUSED);
    assertThat(reason(new AbfsRestOperationException("Operation failed: \"no\", 403, HEAD")))
        .isEqualTo(Reason.DENIED);
    assertThat(reason(new AbfsRestOperationException("Operation failed: \"busy\", 503, PUT")))
        .isEqualTo(Reason.REFUSED);
  }

  @Test
  void shouldLeaveOpenWhetherARenameWithoutAnswerHappened() {
    assertThat(unpublished(new EOFException())).isEqualTo(Reason.UNKNOWN);
    assertThat(unpublished(new ConnectException("refused"))).isEqualTo(Reason.UNKNOWN);
    assertThat(unpublished(remote("hdfs.server.namenode.SafeModeException")))
        .isEqualTo(Reason.REFUSED);
    assertThat(unpublished(new AccessControlException("no"))).isEqualTo(Reason.DENIED);
  }

  @Test
  void shouldSayItInOneSentence() {
    assertThat(errors.explained("read", "a/b", remote("hdfs.server.namenode.SafeModeException")))
        .hasMessage("Cannot read hdfs://nn/a/b: the first line.");
    assertThat(errors.explained("read", "a", new FileNotFoundException("/a")))
        .hasMessage("Cannot read hdfs://nn/a: there is no such file.");
    assertThat(errors.explained("read", "a", new EOFException()))
        .hasMessage("Cannot read hdfs://nn/a: EOFException.");
    assertThat(errors.explained("list", "a", new IOException(new IllegalStateException("closed"))))
        .hasMessage("Cannot list hdfs://nn/a: closed.");
    assertThat(
            errors.unopened(new RuntimeException(new ClassNotFoundException("org.example.Files"))))
        .hasMessage("Hadoop cannot open hdfs://nn/: ClassNotFoundException: org.example.Files.");
  }

  @Test
  void shouldNotTellWhatSignsAnAddress() {
    assertThat(
            errors.explained(
                "read",
                "a",
                new IOException(
                    "403 for https://acc.dfs.core.windows.net/c/a?sig=c2VjcmV0&se=1, HEAD")))
        .hasMessage("Cannot read hdfs://nn/a: 403 for https://acc.dfs.core.windows.net/c/a HEAD.");
  }

  private Reason reason(IOException failure) {
    return errors.explained("read", "a", failure).reason();
  }

  private Reason unpublished(IOException failure) {
    StoreException told = errors.unpublished("a", failure);
    return told.reason();
  }

  private static IOException remote(String name) {
    return new RemoteException("org.apache.hadoop." + name, "the first line.\n\tat some.Place");
  }

  /** Named as the one of Azure's connector, which is known by its name. */
  private static final class AbfsRestOperationException extends IOException {
    private static final long serialVersionUID = 1L;

    AbfsRestOperationException(String message) {
      super(message);
    }
  }
}
