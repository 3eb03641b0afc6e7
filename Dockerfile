# One image for every role: `docker run … tcg-ledger start api`. It contains no embedded Postgres (60 MB, for laptops): set
# DATABASE_URL.
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY projections ./projections
COPY bench ./bench
RUN npm run build

FROM node:22-alpine AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:22-alpine
WORKDIR /app
ENV NODE_ENV=production
ENV HOST=0.0.0.0
COPY --from=packages /packages/node_modules ./node_modules
COPY --from=build /build/dist/src ./dist/src
COPY --from=build /build/dist/projections ./dist/projections
COPY --from=build /build/dist/web ./dist/web
COPY package.json ./
COPY docs ./docs
COPY migrations ./migrations
COPY deploy/healthcheck.mjs ./deploy/healthcheck.mjs
# The process writes nothing to the image: run it with a read-only root. Root owns the files, not the process' user.
# A new volume takes the owner of the folder that it is mounted on.
COPY --chown=node:node deploy/exports /exports
COPY --chown=node:node deploy/keys /keys
USER node
EXPOSE 8080
# Healthy once the role can do its work.
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 CMD ["node", "deploy/healthcheck.mjs"]
ENTRYPOINT ["node", "dist/src/cli/main.js"]
CMD ["start"]
