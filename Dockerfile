# The current LTS; another base, for a registry of one's own: --build-arg NODE_IMAGE=…
ARG NODE_IMAGE=node:26-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY . .
RUN sh scripts/docker-build.sh

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=:: DATA_DIR=/var/lib/latchkey
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/dist ./dist
# open to every account: the image runs as any user id, and a new volume takes this folder's mode
RUN mkdir -p "$DATA_DIR" && chown 1000:0 "$DATA_DIR" && chmod 0777 "$DATA_DIR"
USER 1000
VOLUME /var/lib/latchkey
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT || 3000}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
