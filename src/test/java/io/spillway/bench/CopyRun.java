package io.spillway.bench;

import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import org.postgresql.PGConnection;

/** One COPY in binary form whose bytes go nowhere: the floor where there is no psql. */
public final class CopyRun {
  private CopyRun() {}

  /** Arguments: address and table. */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "copy (select * from " + arguments[1] + ") to stdout (format binary)",
                  OutputStream.nullOutputStream());
      System.out.println("rows=" + rows);
    }
  }
}
