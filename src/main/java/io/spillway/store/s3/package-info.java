/** Object stores on S3 and on S3-compatible servers, through the AWS SDK. */
@NullMarked
package io.spillway.store.s3;

import org.jspecify.annotations.NullMarked;
