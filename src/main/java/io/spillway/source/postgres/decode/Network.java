package io.spillway.source.postgres.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Access to numbers in the byte order of Postgres, most significant byte first. */
final class Network {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Network() {}

  static short int2(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int int4(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long int8(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Writes a number of eight bytes. */
  static void int8(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }
}
