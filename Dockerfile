# Bitácora's API, without a database. Set MONGODB_URI to a MongoDB replica set: the MongoDB that
# Bitácora starts by itself elsewhere needs libcurl4 and a place to be fetched from, and this image
# has neither. docker-compose.yml sets up both.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: "prepare" would build before the sources are here.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY events events
COPY schema schema
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim AS api
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
COPY examples examples
# All of /app stays root's: the program writes nothing there, and only the operator's token here,
# where DATA_DIR=/data says so.
RUN install -d -o node -g node -m 700 /data
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 4000) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# HOST stays 127.0.0.1, where nobody outside the container gets: whoever opens it says so, with
# TRUST_NETWORK=on, and is warned.
ENTRYPOINT ["node", "bin/bitacora.js"]
CMD ["serve"]
