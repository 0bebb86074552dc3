// npm `oidc-provider` with the claims of our VNeID, as a positive control: what logs in with us has to log in here too.
// It logs one citizen in without a page. Its issuer is <url>/vneid, like ours. `POST /clients` tells it its clients.
// It names itself in the callback (RFC 9207), which ours does not.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const CITIZEN = JSON.parse(process.argv[2]); // {sub, SoDinhDanh, HoVaTen, ...}
const MOUNT = "/vneid";
let provider;
let answer;

function providerAt(url, clients) {
  return new Provider(url + MOUNT, {
    clients,
    claims: { openid: Object.keys(CITIZEN) },
    conformIdTokenClaims: true, // claims at userinfo only, as ours
    pkce: { required: (_context, client) => client.clientId !== "rp-bare" },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `${MOUNT}/log-in/${interaction.uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => CITIZEN }),
    // Agreed in advance: there is nobody here to be asked.
    async loadExistingGrant(context) {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid offline_access");
      await grant.save();
      return grant;
    },
    issueRefreshToken: async () => true,
    cookies: { keys: ["a key for tests only"] },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 60,
      RefreshToken: 3600,
      Session: 3600,
    },
  });
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

const server = createServer(async (request, response) => {
  if (request.method === "POST" && request.url === "/clients") {
    provider = providerAt(`http://127.0.0.1:${server.address().port}`, await body(request));
    provider.on("server_error", (_context, error) => console.error(error));
    answer = provider.callback();
    return response.writeHead(204).end();
  }
  if (!provider || !request.url.startsWith(MOUNT)) return response.writeHead(404).end();
  if (request.url.startsWith(`${MOUNT}/log-in/`)) {
    request.url = request.url.slice(MOUNT.length);
    return provider.interactionFinished(request, response, { login: { accountId: CITIZEN.sub } });
  }
  request.originalUrl = request.url;
  request.url = request.url.slice(MOUNT.length) || "/";
  return answer(request, response);
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })));
