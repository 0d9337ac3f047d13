# Builds the service, the runner and the command into one image; what a container is follows from its command.
FROM node:24-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY tools/build-sqlite.mjs ./tools/
RUN npm ci
COPY . .
RUN npm run build:web && npm prune --omit=dev
# The image's Node takes the driver with shipped binaries; the pages hold what the browser needs.
RUN cd node_modules && rm -rf better-sqlite3 better-sqlite3-13/deps better-sqlite3-13/src preact uplot lz-string @tanstack

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Threads hand each other what others free: glibc keeps more of that than jemalloc (docs/operating.md).
RUN apt-get update && apt-get install -y --no-install-recommends libjemalloc2 && rm -rf /var/lib/apt/lists/*
ENV LD_PRELOAD=libjemalloc.so.2 MALLOC_CONF=background_thread:true,narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/bin ./bin
# What `railyard accuracy` and its report judge the engine by.
COPY --from=build --chown=root:root /app/test/data ./test/data
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENV RAILYARD_DATABASE=/data/railyard.db
EXPOSE 3000
CMD ["node", "dist/apps/api/src/main.js"]
