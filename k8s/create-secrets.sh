#!/usr/bin/env sh
# Makes the secrets that the manifests name, with random values, where they are not there yet.
#   k8s/create-secrets.sh                                        for the overlay local, with Redis and MinIO in the cluster
#   REDIS_URL=rediss://… S3_ACCESS_KEY=… S3_SECRET_KEY=… k8s/create-secrets.sh   for stores outside
set -eu
namespace=${NAMESPACE:-pneumo}
random() { head -c 24 /dev/urandom | base64 | tr -d '/+=\n'; }
secret() {
  name=$1
  shift
  if kubectl --namespace "$namespace" get secret "$name" >/dev/null 2>&1; then
    echo "$name is there already"
  else
    # By files on a pipe: arguments can be read in the list of processes.
    for entry in "$@"; do printf '  %s: %s\n' "${entry%%=*}" "$(printf %s "${entry#*=}" | base64 | tr -d '\n')"; done |
      { printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\ndata:\n' "$name"; cat; } |
      kubectl --namespace "$namespace" create -f -
  fi
}
redis_password=$(random)
secret pneumo-keys "admin-key=pneumo_$(random)"
secret pneumo-redis "password=$redis_password" "url=${REDIS_URL:-redis://:$redis_password@redis:6379}"
secret pneumo-store "access-key=${S3_ACCESS_KEY:-pneumo}" "secret-key=${S3_SECRET_KEY:-$(random)}"
