package io.spillway.house.planted.cli;

import io.spillway.house.planted.source.lakefs.Pin;

/** Names a source, which its provider stands for. */
class NamesSource {
  Pin pin = new Pin();
}
