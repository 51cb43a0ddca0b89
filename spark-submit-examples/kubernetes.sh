#!/usr/bin/env bash
# Exports what changed on a branch since the last success, on Kubernetes, and ends with Spillway's exit code. Not tested
# on a real Kubernetes; see docs/how-to/run-on-kubernetes.md, also for the image, which contains the jar.
#
#   LAKEFS_URL=... LAKEFS_ACCESS_KEY=... LAKEFS_SECRET_KEY=... SPARK_IMAGE=... KUBERNETES=https://HOST:PORT \
#     spark-submit-examples/kubernetes.sh REPOSITORY BRANCH s3://BUCKET/PREFIX/ [OPTION...]

set -euo pipefail

repository=${1:?"the name of a repository"}
branch=${2:?"a branch"}
destination=${3:?"s3://BUCKET/PREFIX/"}
shift 3
namespace=${NAMESPACE:-default}
account=${SERVICE_ACCOUNT:-spark}
pod=spillway-$(date +%s)-$$

# In a file, because process lists show --conf. With this file, Spark does not read spark-defaults.conf.
settings=$(mktemp)
trap 'rm -f "$settings"' EXIT
cat >"$settings" <<CONF
spark.hadoop.lakefs.api.url ${LAKEFS_URL:?"the URL of lakeFS"}
spark.hadoop.lakefs.api.access_key ${LAKEFS_ACCESS_KEY:?"the access key of lakeFS"}
spark.hadoop.lakefs.api.secret_key ${LAKEFS_SECRET_KEY:?"the secret key of lakeFS"}
CONF

spark-submit \
  --master "k8s://${KUBERNETES:?"the address of the API server"}" \
  --deploy-mode cluster \
  --properties-file "$settings" \
  --name spillway \
  --driver-memory 2g \
  --executor-memory 2g \
  --conf spark.executor.cores=4 \
  --conf "spark.executor.instances=${EXECUTORS:-4}" \
  --conf "spark.kubernetes.namespace=$namespace" \
  --conf "spark.kubernetes.container.image=${SPARK_IMAGE:?"an image with Spark and the jar"}" \
  --conf "spark.kubernetes.driver.pod.name=$pod" \
  --conf "spark.kubernetes.authenticate.driver.serviceAccountName=$account" \
  --conf "spark.kubernetes.authenticate.executor.serviceAccountName=$account" \
  --conf spark.kubernetes.submission.waitAppCompletion=true \
  --conf "spark.hadoop.fs.s3a.endpoint.region=${AWS_REGION:-us-east-1}" \
  --conf 'spark.redaction.regex=(?i)secret|password|token|credential|access[._-]?key' \
  --class io.spillway.Main local:///opt/spillway/spillway.jar \
  "$repository" "$destination" "--branch=$branch" --since=last "$@"

# spark-submit ends with 0 even if the driver failed.
kubectl logs --namespace "$namespace" "$pod" || true
code=$(kubectl get pod --namespace "$namespace" "$pod" \
  --output 'jsonpath={.status.containerStatuses[0].state.terminated.exitCode}')
exit "${code:-1}"
