// A relying party on openid-client, the OpenID-certified library for Node, with the two duties that it leaves to the
// application: the level that was reached, and where the browser goes afterwards. `--strict` also has it verify the
// signature of ID tokens that come straight from the token endpoint (its enableNonRepudiationChecks).
// A certificate authority of the provider is given by NODE_EXTRA_CA_CERTS.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import * as oidc from "openid-client";

const LEVELS = { LoA1: 1, LoA2: 2, LoA3: 3, LoA4: 4 };
const { values: chosen } = parseArgs({
  options: {
    issuer: { type: "string" },
    "client-id": { type: "string" },
    "client-secret": { type: "string" },
    port: { type: "string", default: "0" },
    strict: { type: "boolean", default: false },
  },
});
const begun = new Map(); // cookie -> what the callback has to bring
const opened = new Map(); // cookie -> login
let known; // the provider, once discovery has answered
let here;

class Refused extends Error {}

async function provider() {
  if (!known) {
    const insecure = chosen.issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [];
    const more = chosen.strict ? [oidc.enableNonRepudiationChecks] : [];
    const secret = chosen["client-secret"];
    known = await oidc.discovery(
      new URL(chosen.issuer),
      chosen["client-id"],
      secret,
      oidc.ClientSecretBasic(secret),
      { execute: [...insecure, ...more], timeout: 5 },
    );
  }
  return known;
}

async function session(config, tokens, claims, level) {
  const found = LEVELS[claims.acr] ?? 0;
  if (found < level) throw new Refused(`This service needs a login of level ${level}.`);
  const told = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  if (typeof told.SoDinhDanh !== "string" || !told.SoDinhDanh) throw new Refused("VNeID did not tell the personal number.");
  const who = { personal_id: told.SoDinhDanh, name: told.HoVaTen ?? "", acr: claims.acr ?? "", level: found };
  return { who, tokens, claims, level };
}

async function login({ url, answer }) {
  const config = await provider();
  const level = Number(url.searchParams.get("level") ?? 0);
  const verifier = oidc.randomPKCECodeVerifier();
  const attempt = { verifier, state: oidc.randomState(), nonce: oidc.randomNonce(), level };
  attempt.returnTo = ownPath(url.searchParams.get("return_to") ?? "/");
  const cookie = secret();
  begun.set(cookie, attempt);
  answer.setHeader("Set-Cookie", `rp_login=${cookie}; Path=/; HttpOnly; SameSite=Lax`);
  const asked = {
    redirect_uri: `${here}/callback`,
    scope: "openid offline_access",
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(level ? { acr_values: `LoA${level}` } : {}),
  };
  redirect(answer, oidc.buildAuthorizationUrl(config, asked).href);
}

async function callback({ url, cookies, answer }) {
  const attempt = begun.get(cookies.rp_login);
  begun.delete(cookies.rp_login);
  if (!attempt) throw new Refused("This login was not started here, or is over.");
  const config = await provider();
  const tokens = await oidc.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: attempt.verifier,
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    idTokenExpected: true,
  });
  const one = await session(config, tokens, tokens.claims(), attempt.level);
  const cookie = secret();
  opened.set(cookie, one);
  answer.setHeader("Set-Cookie", `rp_session=${cookie}; Path=/; HttpOnly; SameSite=Lax`);
  redirect(answer, attempt.returnTo);
}

async function whoami({ cookies, answer }) {
  const one = opened.get(cookies.rp_session);
  json(answer, one ? 200 : 401, one ? one.who : { message: "nobody is logged in" });
}

async function refresh({ cookies, answer }) {
  const one = opened.get(cookies.rp_session);
  opened.delete(cookies.rp_session);
  if (!one) return json(answer, 401, { message: "nobody is logged in" });
  try {
    const config = await provider();
    const renewed = await oidc.refreshTokenGrant(config, one.tokens.refresh_token);
    const claims = renewed.claims() ?? one.claims;
    if (claims.sub !== one.claims.sub) throw new Refused("VNeID spoke of two different people.");
    const tokens = { ...one.tokens, ...renewed };
    opened.set(cookies.rp_session, await session(config, tokens, claims, one.level));
    json(answer, 200, opened.get(cookies.rp_session).who);
  } catch (error) {
    report(error);
    json(answer, 401, { message: "the login could not be renewed" });
  }
}

async function logout({ cookies, answer }) {
  const one = opened.get(cookies.rp_session);
  opened.delete(cookies.rp_session);
  if (!one) return redirect(answer, "/");
  const asked = { id_token_hint: one.tokens.id_token, post_logout_redirect_uri: `${here}/logged-out`, state: secret() };
  answer.setHeader("Set-Cookie", `rp_logout=${asked.state}; Path=/; HttpOnly; SameSite=Lax`);
  redirect(answer, oidc.buildEndSessionUrl(await provider(), asked).href);
}

async function loggedOut({ url, cookies, answer }) {
  const ours = cookies.rp_logout && url.searchParams.get("state") === cookies.rp_logout;
  const text = ours ? "You are logged out." : "You are logged out here; whether VNeID ended your login is not known.";
  page(answer, 200, "Logged out", text);
}

const PAGES = {
  "GET /login": login,
  "GET /callback": callback,
  "GET /whoami": whoami,
  "POST /refresh": refresh,
  "GET /logout": logout,
  "GET /logged-out": loggedOut,
  "GET /": async ({ answer }) => page(answer, 200, "Relying party", "Built on openid-client."),
};

function secret() {
  return randomBytes(24).toString("base64url");
}

function ownPath(asked) {
  const target = URL.canParse(asked, here) ? new URL(asked, here) : new URL(here);
  return target.origin === here ? target.pathname + target.search : "/";
}

function redirect(answer, target) {
  answer.writeHead(302, { Location: target }).end();
}

function json(answer, status, body) {
  answer.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

function page(answer, status, title, text) {
  const escaped = text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const html = `<!doctype html><html lang=en><title>${title}</title><h1>${title}</h1><p>${escaped}</p></html>`;
  answer.writeHead(status, { "Content-Type": "text/html; charset=utf-8" }).end(html);
}

function report(error) {
  console.error(`login failed: ${error.name} ${error.code ?? ""}`);
}

async function answerTo(request, answer) {
  const url = new URL(request.url, here);
  const cookies = Object.fromEntries((request.headers.cookie ?? "").split("; ").map((pair) => pair.split("=", 2)));
  const view = PAGES[`${request.method} ${url.pathname}`];
  if (!view) return page(answer, 404, "Not found", "There is no such page.");
  try {
    await view({ url, cookies, answer });
  } catch (error) {
    report(error);
    const refused = error instanceof Refused;
    const text = refused ? error.message : `VNeID did not complete the login. ${error.error ?? ""}`;
    page(answer, refused ? 403 : 502, "You are not logged in", text);
  }
}

const server = createServer(answerTo);
server.listen(Number(chosen.port), "127.0.0.1", () => {
  here = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ url: here }));
});
