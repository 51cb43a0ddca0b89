package io.spillway.simulation;

import io.spillway.base.Bytes;
import io.spillway.base.Location;
import io.spillway.base.Settings;
import io.spillway.simulation.Disk.Held;
import io.spillway.simulation.Request.Verb;
import io.spillway.store.Attributes;
import io.spillway.store.Body;
import io.spillway.store.NotDeleted;
import io.spillway.store.ObjectStore;
import io.spillway.store.OpenWrite;
import io.spillway.store.StagedWrite;
import io.spillway.store.StoreException;
import io.spillway.store.StoreException.Reason;
import io.spillway.store.StoredObject;
import io.spillway.store.WrittenObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * A folder of files: a file is written under a temporary name and then renamed, or linked where
 * none may be. No file can lie beside a folder of its name. A process or a machine that ends while
 * a temporary file is written leaves any part of it, because it was not forced.
 */
final class SimulatedFolder extends SimulatedStore {
  private static final String HIDDEN = ".spillway-tmp-";

  SimulatedFolder(World world, Location location, Settings settings) {
    super(world, location, settings);
  }

  @Override
  Attributes kept(Attributes attributes) {
    return Attributes.NONE;
  }

  @Override
  String tag(byte[] content) {
    return "";
  }

  private String requireFit(String key) throws StoreException {
    for (String segment : key.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new StoreException(
            Reason.UNFIT, "Cannot hold " + name(key) + ": it is not the name of a file.");
      }
    }
    return key;
  }

  /** Refuses a name that is a folder's, or below a file. */
  private void requireRoom(String key) throws StoreException {
    List<Held> obstacles = obstacles(key);
    if (!obstacles.isEmpty()) {
      throw new StoreException(
          Reason.REFUSED,
          "Cannot write " + name(key) + ": " + obstacles.get(0).text() + " is in the way.");
    }
  }

  private List<Held> obstacles(String key) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      Held file = disk().get(key.substring(0, slash));
      if (file != null) {
        return List.of(file);
      }
    }
    return disk().under(key + "/").stream().filter(file -> !isHidden(file.text())).toList();
  }

  /** Whether a name is that of an unfinished file, which listings leave out. */
  static boolean isHidden(String key) {
    return key.startsWith(HIDDEN, key.lastIndexOf('/') + 1);
  }

  @Override
  boolean lists(String key) {
    return !isHidden(key);
  }

  private String stage(String key, byte[] content) throws IOException {
    String number = Long.toHexString(world.ids().nextLong());
    String name =
        temporary.map(folder -> folder + "/" + number).orElse(parent(key) + "/" + HIDDEN + number);
    return ask(
        Verb.PART,
        name,
        () -> {
          requireRoom(key);
          int length = world.model().isHalf() ? content.length / 2 : content.length;
          return put(name, Arrays.copyOf(content, length), Attributes.NONE).text();
        });
  }

  private static String parent(String key) {
    return key.indexOf('/') < 0 ? "tmp" : key.substring(0, key.lastIndexOf('/'));
  }

  private WrittenObject rename(String staged, String key) throws IOException {
    try {
      return ask(
          Verb.WRITE,
          key,
          () -> {
            requireRoom(key);
            Held file = held(staged);
            remove(staged);
            Held held = put(key, file.content(), Attributes.NONE);
            return new WrittenObject(held.content().length, "", false);
          });
    } catch (StoreException e) {
      drop(staged);
      throw e;
    }
  }

  private void drop(String staged) {
    try {
      var unused =
          ask(
              Verb.DELETE,
              staged,
              () -> {
                remove(staged);
                return true;
              });
    } catch (IOException e) {
      // the sweep finds it
    }
  }

  @Override
  public WrittenObject write(String key, Body body, Attributes attributes) throws IOException {
    byte[] content = content(requireFit(key), body);
    return rename(stage(key, content), key);
  }

  @Override
  public OpenWrite begin(String key, Attributes attributes) throws IOException {
    String fit = requireFit(key);
    ByteArrayOutputStream staged = new ByteArrayOutputStream();
    return new StagedWrite() {
      @Override
      protected void stage(byte[] bytes, int from, int count) {
        staged.write(bytes, from, count);
      }

      @Override
      protected WrittenObject publish() throws IOException {
        return rename(SimulatedFolder.this.stage(fit, staged.toByteArray()), fit);
      }

      @Override
      protected void giveUp(Throwable because) {
        staged.reset();
      }
    };
  }

  @Override
  public boolean create(String key, byte[] content, Attributes attributes) throws IOException {
    String staged = stage(requireFit(key), content);
    boolean created;
    try {
      created =
          ask(
              Verb.CREATE,
              key,
              () -> {
                requireRoom(key);
                if (disk().get(key) != null) {
                  return false;
                }
                put(key, content.clone(), Attributes.NONE);
                return true;
              });
    } finally {
      drop(staged);
    }
    return created;
  }

  @Override
  public boolean reaches(ObjectStore source) {
    return false;
  }

  @Override
  public WrittenObject copy(
      ObjectStore source,
      String sourceKey,
      String ifMatch,
      long size,
      String key,
      Attributes attributes) {
    throw new UnsupportedOperationException("Folders copy nothing");
  }

  @Override
  public void delete(String key) throws IOException {
    var unused =
        ask(
            Verb.DELETE,
            key,
            () -> {
              remove(key);
              return true;
            });
  }

  @Override
  public List<NotDeleted> delete(Collection<String> keys) throws IOException {
    List<NotDeleted> left = new ArrayList<>();
    for (String key : keys) {
      try {
        delete(key);
      } catch (StoreException e) {
        left.add(new NotDeleted(key, String.valueOf(e.getMessage())));
      }
    }
    return left;
  }

  @Override
  public Iterator<StoredObject> inTheWay(String key) throws IOException {
    return ask(
        Verb.STAT,
        key,
        () ->
            obstacles(key).stream()
                .sorted((one, other) -> Bytes.of(one.text()).compareTo(Bytes.of(other.text())))
                .map(held -> described(held, Attributes.NONE))
                .iterator());
  }

  @Override
  public boolean hasFolders() {
    return true;
  }

  @Override
  public boolean keepsAttributes() {
    return false;
  }
}
