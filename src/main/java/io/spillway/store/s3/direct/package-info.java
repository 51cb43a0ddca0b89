/** The most frequent requests to S3, sent without the pipeline of the AWS SDK. */
@NullMarked
package io.spillway.store.s3.direct;

import org.jspecify.annotations.NullMarked;
