package io.spillway.source.lakefs;

import io.spillway.object.Link;
import io.spillway.object.LinkedPath;
import io.spillway.object.PresignedLinks;
import io.spillway.source.lakefs.api.Presigning;
import io.spillway.store.OpenObject;
import java.io.IOException;
import java.util.List;

/** The presigned links to the objects of one commit. */
record LakeFsLinks(Presigning presigning, String repository, String commitId)
    implements PresignedLinks {

  @Override
  public List<LinkedPath> list(String after, int amount) throws IOException {
    return presigning.list(repository, commitId, after, amount);
  }

  @Override
  public Link to(String path) throws IOException {
    return presigning.link(repository, commitId, path);
  }

  @Override
  public OpenObject open(Link link, String path, long offset, String ifMatch) throws IOException {
    return presigning.open(link, repository, commitId, path, offset, ifMatch);
  }
}
