#!/usr/bin/env bash
# Exports one commit of a repository to S3, on a cluster. The AWS credentials come from the workers' own default chain.
#
#   LAKEFS_ACCESS_KEY=... LAKEFS_SECRET_KEY=... spark-submit-examples/s3.sh REPOSITORY COMMIT s3://BUCKET/PREFIX/ [MASTER]

set -euo pipefail

repository=${1:?"the name of a repository"}
commit=${2:?"a commit id"}
destination=${3:?"s3://BUCKET/PREFIX/"}
master=${4:-yarn}
here=$(cd "$(dirname "$0")/.." && pwd)

# In the environment, because process lists show --conf.
export LAKECTL_SERVER_ENDPOINT_URL=${LAKEFS_URL:-http://localhost:8000/api/v1}
export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=${LAKEFS_ACCESS_KEY:?"the access key of lakeFS"}
export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=${LAKEFS_SECRET_KEY:?"the secret key of lakeFS"}

exec spark-submit \
  --master "$master" \
  --deploy-mode client \
  --executor-cores 4 \
  --executor-memory 2g \
  --conf "spark.hadoop.fs.s3a.endpoint.region=${AWS_REGION:-us-east-1}" \
  --conf 'spark.redaction.regex=(?i)secret|password|token|credential|access[._-]?key' \
  --class io.spillway.Main "$here/target/spillway.jar" \
  "$repository" "$destination" "--commit_id=$commit"
