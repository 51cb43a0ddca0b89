#!/usr/bin/env bash
# Starts a job run on EMR Serverless (an application of EMR 7) that exports what changed on a branch since the last
# success, and waits for its end. Not tested on EMR; see docs/how-to/run-on-emr.md.
#
#   APPLICATION=... ROLE=arn:... JAR=s3://BUCKET/jars/spillway.jar LAKEFS_URL=... LAKEFS_ACCESS_KEY=... LAKEFS_SECRET_KEY=... \
#     spark-submit-examples/emr-serverless.sh REPOSITORY BRANCH s3://BUCKET/PREFIX/

set -euo pipefail

repository=${1:?"the name of a repository"}
branch=${2:?"a branch"}
destination=${3:?"s3://BUCKET/PREFIX/"}
application=${APPLICATION:?"the id of an application"}

settings="--class io.spillway.Main"
settings="$settings --conf spark.executor.cores=4 --conf spark.executor.memory=2g --conf spark.driver.memory=2g"
settings="$settings --conf spark.hadoop.lakefs.api.url=${LAKEFS_URL:?"the URL of lakeFS"}"
settings="$settings --conf spark.hadoop.lakefs.api.access_key=${LAKEFS_ACCESS_KEY:?"the access key of lakeFS"}"
settings="$settings --conf spark.hadoop.lakefs.api.secret_key=${LAKEFS_SECRET_KEY:?"the secret key of lakeFS"}"
# In a file, because process lists show arguments. Everyone who can see the job run can still see the settings.
driver=$(mktemp)
trap 'rm -f "$driver"' EXIT
cat >"$driver" <<JSON
{
  "sparkSubmit": {
    "entryPoint": "${JAR:?"where the jar lies"}",
    "entryPointArguments": ["$repository", "$destination", "--branch=$branch", "--since=last"],
    "sparkSubmitParameters": "$settings"
  }
}
JSON
run=$(aws emr-serverless start-job-run --application-id "$application" --execution-role-arn "${ROLE:?"the execution role"}" \
  --name spillway --job-driver "file://$driver" --query jobRunId --output text)
echo "Job run $run" >&2
while true; do
  state=$(aws emr-serverless get-job-run --application-id "$application" --job-run-id "$run" --query jobRun.state --output text)
  case $state in
    SUCCESS) exit 0 ;;
    FAILED | CANCELLED) echo "The job run has ended: $state" >&2 && exit 1 ;;
  esac
  sleep 10
done
