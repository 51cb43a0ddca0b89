/** Objects in S3 and in servers that speak it, through the AWS SDK. */
@NullMarked
package io.spillway.store.s3;

import org.jspecify.annotations.NullMarked;
