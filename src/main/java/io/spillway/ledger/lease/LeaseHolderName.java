package io.spillway.ledger.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this process as the holder of a lease, for people who wait for the lease. */
public final class LeaseHolderName {
  private LeaseHolderName() {}

  public static String name() {
    return System.getProperty("user.name", "somebody")
        + "@"
        + host()
        + " pid "
        + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
