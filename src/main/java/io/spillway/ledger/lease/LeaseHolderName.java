package io.spillway.ledger.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called when it holds a lease: for people who wait for it. */
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
