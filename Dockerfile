# syntax=docker/dockerfile:1.12.1
# Images of the three services:
#   docker build --target api        --tag pneumo-api:0.1.0 .
#   docker build --target inferencer --tag pneumo-inferencer:0.1.0 .
#   docker build --target trainer    --tag pneumo-trainer:0.1.0 .
#   docker build --target inferencer-gpu --tag pneumo-inferencer:0.1.0-gpu .      (linux/amd64)
#   docker build --target trainer-gpu    --tag pneumo-trainer:0.1.0-gpu .         (linux/amd64)
# For two machines at once: docker buildx build --platform linux/amd64,linux/arm64 --target api .
# They run as user 10001 on a read-only root; /tmp, and /data of the workers, must be writable.

FROM node:22.23.3-bookworm-slim AS build
RUN npm install --global pnpm@10.34.9
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.local/share/pnpm/store \
    pnpm install --frozen-lockfile && node packages/local/bootstrap.mjs page

FROM build AS assembled-api
RUN --mount=type=cache,target=/root/.local/share/pnpm/store node deploy/runtime/assemble-main.ts api /app

FROM build AS assembled-inferencer
RUN --mount=type=cache,target=/root/.local/share/pnpm/store node deploy/runtime/assemble-main.ts inferencer /app

FROM build AS assembled-trainer
RUN --mount=type=cache,target=/root/.local/share/pnpm/store node deploy/runtime/assemble-main.ts trainer /app

# ONNX Runtime's package leaves its CUDA 12 provider out; its own script fetches it.
FROM assembled-inferencer AS assembled-inferencer-gpu
WORKDIR /app/packages/engines/node_modules/onnxruntime-node
RUN ONNXRUNTIME_NODE_INSTALL_CUDA=v12 node script/install.js

# TensorFlow's own library, from its wheel, with NVIDIA's. The addon looks for it in the folder that it was built with.
FROM assembled-trainer AS assembled-trainer-gpu
RUN apt-get update \
    && apt-get install --yes --no-install-recommends g++ python3 python3-pip \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app/packages/engines/node_modules/onnxruntime-node
RUN ONNXRUNTIME_NODE_INSTALL_CUDA=v12 node script/install.js
WORKDIR /app
# Its last step tries the GPU, of which there is none while an image is built: what counts here is the addon.
RUN node packages/engines/src/native/build-tensorflow.ts --cuda --cache-dir /opt/tensorflow \
    || test -s packages/engines/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node

FROM node:22.23.3-bookworm-slim AS base
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner 10001 --group 10001 /data
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pneumo" \
      org.opencontainers.image.description="Trains and serves chest X-ray pneumonia classifiers. Research and education only, not a medical device." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production HOME=/tmp PNEUMO_CODE_VERSION=$VERSION
WORKDIR /app
USER 10001:10001
ENTRYPOINT ["/usr/bin/tini", "--", "node", "--disable-warning=ExperimentalWarning"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04 AS base-gpu
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner 10001 --group 10001 /data
COPY --from=build /usr/local/bin/node /usr/local/bin/node
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="pneumo" \
      org.opencontainers.image.description="Trains and serves chest X-ray pneumonia classifiers. Research and education only, not a medical device." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production HOME=/tmp PNEUMO_CODE_VERSION=$VERSION
WORKDIR /app
USER 10001:10001
ENTRYPOINT ["/usr/bin/tini", "--", "node", "--disable-warning=ExperimentalWarning"]

FROM base AS api
COPY --from=assembled-api /app /app
ENV PNEUMO_HOST=0.0.0.0 PNEUMO_PORT=8080 \
    PNEUMO_STARTER_DIR=/app/packages/models/starter PNEUMO_PHANTOM_DIR=/app/packages/models/phantom-starter
EXPOSE 8080
HEALTHCHECK --interval=20s --timeout=5s --start-period=90s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PNEUMO_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["services/api/src/server.ts"]

FROM base AS inferencer
COPY --from=assembled-inferencer /app /app
ENV PNEUMO_METRICS_HOST=0.0.0.0 PNEUMO_METRICS_PORT=9464 PNEUMO_CACHE_DIR=/data/cache
EXPOSE 9464
HEALTHCHECK --interval=20s --timeout=10s --start-period=90s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PNEUMO_METRICS_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["services/inferencer/src/main.ts"]

FROM base AS trainer
COPY --from=assembled-trainer /app /app
ENV PNEUMO_METRICS_HOST=0.0.0.0 PNEUMO_METRICS_PORT=9464 PNEUMO_CACHE_DIR=/data/cache
EXPOSE 9464
HEALTHCHECK --interval=20s --timeout=10s --start-period=90s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PNEUMO_METRICS_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["services/trainer/src/main.ts"]

FROM base-gpu AS inferencer-gpu
COPY --from=assembled-inferencer-gpu /app /app
ENV PNEUMO_METRICS_HOST=0.0.0.0 PNEUMO_METRICS_PORT=9464 PNEUMO_CACHE_DIR=/data/cache PNEUMO_PROVIDER=cuda
EXPOSE 9464
HEALTHCHECK --interval=20s --timeout=10s --start-period=120s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PNEUMO_METRICS_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["services/inferencer/src/main.ts"]

FROM base-gpu AS trainer-gpu
COPY --from=assembled-trainer-gpu /opt/tensorflow /opt/tensorflow
COPY --from=assembled-trainer-gpu /app /app
ENV PNEUMO_METRICS_HOST=0.0.0.0 PNEUMO_METRICS_PORT=9464 PNEUMO_CACHE_DIR=/data/cache PNEUMO_BACKEND=tensorflow-gpu
EXPOSE 9464
HEALTHCHECK --interval=20s --timeout=10s --start-period=120s \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PNEUMO_METRICS_PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["services/trainer/src/main.ts"]
