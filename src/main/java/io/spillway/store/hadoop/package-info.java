/** Object stores on any file system that Hadoop serves: HDFS, Google Cloud Storage, Azure. */
@NullMarked
package io.spillway.store.hadoop;

import org.jspecify.annotations.NullMarked;
