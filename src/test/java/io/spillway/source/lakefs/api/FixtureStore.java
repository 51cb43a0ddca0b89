package io.spillway.source.lakefs.api;

import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.store.Attributes;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenObject;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoreProvider;
import io.spillway.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves {@code fixture://BUCKET/...}: each test's bucket gives what the test says, in turn. */
public final class FixtureStore implements StoreProvider {
  private static final Map<String, Bucket> BUCKETS = new ConcurrentHashMap<>();

  /** What happens when an object is opened. */
  public interface Opening {
    /** The bytes to send, of which it may say another size. */
    Sent open(String key) throws IOException;
  }

  /** Bytes, and how many it says there are. */
  public record Sent(byte[] bytes, long size) {
    public static Sent of(byte[] bytes) {
      return new Sent(bytes, bytes.length);
    }
  }

  /** A bucket that counts what is opened. */
  public static final class Bucket {
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private volatile Opening opening =
        key -> {
          throw new StoreException(Reason.NOT_FOUND, "There is no " + key + ".");
        };

    public void answers(Opening newOpening) {
      opening = newOpening;
    }

    public List<String> opened() {
      return List.copyOf(opened);
    }

    private OpenObject open(String key) throws IOException {
      opened.add(key);
      Sent sent = opening.open(key);
      StoredObject object = new StoredObject(key, sent.size(), "", false, Attributes.NONE);
      return new OpenObject(object, new ByteArrayInputStream(sent.bytes()));
    }
  }

  public static Bucket bucket(String name) {
    return BUCKETS.computeIfAbsent(name, key -> new Bucket());
  }

  @Override
  public boolean serves(String scheme, Settings settings) {
    return scheme.equals("fixture");
  }

  @Override
  public ObjectStore open(Location location, Settings settings) {
    Bucket bucket = bucket(location.authority());
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (self, method, arguments) -> {
              if (method.getName().equals("open")) {
                return bucket.open((String) arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
