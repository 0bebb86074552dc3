// A small province for Node 20 or later, without a package: landing page, login with VNeID, one form, one officer's page,
// and dossiers with their steps told to the portal. It keeps everything in memory; a real one keeps it on a disk.
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const env = (name, usual) => process.env[name] || usual;
const PORTAL = env("DVCSIM_SIMULATOR", "http://127.0.0.1:8025");
const [ISSUER, PORT] = [`${PORTAL}/vneid`, Number(env("PORT", "8090"))];
const OWN = env("BASE_URL", `http://127.0.0.1:${PORT}`);
const callback = `${OWN}/vneid/callback`;
const ACCOUNT = { username: "tinh-node", password: env("TINH_NODE_ADAPTER_PASSWORD", "mat-khau-thu-nghiem") };
const CLIENT = { id: "tinh-node-rp", secret: env("TINH_NODE_CLIENT_SECRET", "bi-mat-thu-nghiem") };
const [AGENCY, UNIT, SYNC_MS, SESSION_MS] = ["000.00.00.H97", "Bộ phận Một cửa", 1000, 10 * 60 * 1000];
const STATES = { 2: "Tiếp nhận", 3: "Không tiếp nhận", 4: "Đang xử lý", 9: "Đã xử lý xong", 10: "Đã trả kết quả" };
const DATE_OF = { 2: "received", 3: "refused", 9: "finished", 10: "returned" };
const FORMS = new Map([["1.001193", { relation: "Quan hệ với trẻ", child_name: "Họ tên trẻ", child_birth_date: "Ngày sinh" }]]);

const random = () => randomBytes(24).toString("base64url");
const sha256 = (text) => createHash("sha256").update(text).digest("base64url");
const safe = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const time = (date) => date ? new Date(date.getTime() + 7 * 3600e3).toISOString().replace(/\D/g, "").slice(0, 14) : "";

async function fetched(url, options = {}) {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(5_000) });
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || !/^application\/(jwk-set\+)?json\b/.test(type)) throw new Error(`${url}: ${answer.status} ${type}`);
  return answer.json();
}

// ---- the adapter: one address, the operation is named in the body, errors are in error_code
let session = { id: "", until: 0 };
let lastNumber = Math.floor((Date.now() % 86_400_000) / 10); // no number is given twice, not even after a restart
const [dossiers, waiting] = [new Map(), []]; // code -> dossier; {row, step, isNew} in their order
async function ask(service, extra) {
  const headers = { "Content-Type": "application/json" };
  const post = (path, body) => fetched(PORTAL + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (session.until < Date.now()) {
    const answer = await post("/mapi/login", ACCOUNT);
    if (Number(answer.error_code) !== 0) throw new Error(answer.message);
    session = { id: answer.session, until: Date.now() + SESSION_MS };
  }
  const answer = await post("/mapi/g", { session: session.id, madonvi: AGENCY, service, ...extra });
  if (Number(answer.error_code) !== 0) {
    session.until = 0; // no published code says that a session is dead: log in anew before the next attempt
    throw Object.assign(new Error(`${service}: ${answer.error_code} ${answer.message}`), { code: Number(answer.error_code) });
  }
  return answer.result;
}

function note(dossier, status, content, now = new Date()) {
  Object.assign(dossier, { status, content, [DATE_OF[status] ?? "changed"]: now });
  const step = { MaHoSo: dossier.code, NguoiXuLy: "Cán bộ Thử", PhongBanXuLy: UNIT, ThoiDiemXuLy: time(now) };
  Object.assign(step, { NoiDungXuLy: content, TrangThai: `${status}` });
  waiting.push({ row: rowOf(dossier), step, isNew: status === 1 });
}

function rowOf({ code, procedure, owner, status, filed, received, finished, returned, refused }) {
  return {
    MaHoSo: code, MaTTHC: procedure.MATTHC, TenTTHC: procedure.TENTTHC,
    MaLinhVuc: procedure.LINHVUCTHUCHIEN[0].MALINHVUC, TenLinhVuc: procedure.LINHVUCTHUCHIEN[0].TENLINHVUC,
    KenhThucHien: "2", SoGiayToChuHoSo: owner.SoDinhDanh, ChuHoSo: owner.HoVaTen, LoaiDoiTuong: "1",
    MaDoiTuong: owner.TechID ?? "", Email: owner.ThuDienTu ?? "", SoDienThoai: owner.SoDienThoai ?? "",
    TrichYeuHoSo: procedure.TENTTHC, NgayNopHoSo: time(filed), NgayTiepNhan: time(received ?? filed), NgayHenTra: "",
    TrangThaiHoSo: String(status), NgayKetThucXuLy: time(finished), NgayTra: time(returned), NgayTuChoi: time(refused),
    HinhThuc: "0", DonViXuLy: UNIT, NoiNopHoSo: "2", HoSoCoThanhPhanSoHoa: "0", TaiKhoanDuocXacThucVoiVNeID: "1",
    DuocThanhToanTrucTuyen: "0", DinhDanhCHS: [{ LoaiDinhDanh: "1", SoDinhDanh: owner.SoDinhDanh }],
  };
}

async function sync() {
  try {
    for (let first; (first = waiting[0]); waiting.shift()) {
      if (!first.taken) await ask("DongBoHoSoMC", { isUpdating: first.isNew ? "False" : "True", data: [first.row] });
      first.taken = true; // what was acknowledged is not sent again
      await ask("CapNhatTienDoHoSoMC", { data: [first.step] });
    }
  } catch (error) {
    if (error.code === 3) waiting[0].isNew = false; // taken before, and only the answer was lost
    console.error(error.message); // it stays first in the queue
  }
  setTimeout(sync, SYNC_MS);
}

// ---- VNeID: authorization code with PKCE, and everything in the ID token is looked at
const [begun, citizens] = [new Map(), new Map()]; // state -> a login under way, cookie -> claims
const discovered = () => fetched(`${ISSUER}/.well-known/openid-configuration`);

async function logIn(answer, browser, next, level) {
  const [state, verifier, nonce] = [random(), random() + random(), random()];
  begun.set(state, { verifier, nonce, browser, next, level });
  const query = new URLSearchParams({
    response_type: "code", client_id: CLIENT.id, redirect_uri: callback, scope: "openid profile email phone", state, nonce,
    code_challenge: sha256(verifier), code_challenge_method: "S256", ...(level ? { acr_values: `LoA${level}` } : {}),
  });
  return go(answer, `${(await discovered()).authorization_endpoint}?${query}`, `browser=${browser}`);
}

async function finishLogin(answer, query, browser) {
  const once = (name) => query.getAll(name).length === 1 ? query.get(name) : "";
  const [state, code, from] = [once("state"), once("code"), query.get("iss") ?? ISSUER];
  const login = begun.get(state);
  begun.delete(state);
  if (!login || login.browser !== browser) return page(answer, 400, "Phiên đăng nhập không còn hiệu lực");
  if (!code || query.has("error") || from !== ISSUER) return page(answer, 403, "VNeID không cho đăng nhập");
  const known = await discovered();
  const form = { grant_type: "authorization_code", code, redirect_uri: callback, code_verifier: login.verifier };
  const headers = { Authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}` };
  const tokens = await fetched(known.token_endpoint, { method: "POST", headers, body: new URLSearchParams(form) });
  const token = await checked(tokens, known, login);
  const person = await fetched(known.userinfo_endpoint, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  if (person.sub !== token.sub || !person.SoDinhDanh) throw new Error("userinfo speaks of somebody else");
  const cookie = random();
  citizens.set(cookie, { ...person, acr: token.acr });
  return go(answer, OWN + login.next, `citizen=${cookie}`); // OWN: nobody is led to another site
}

async function checked({ id_token, access_token, token_type }, known, login) {
  const [head, body, signature] = id_token.split(".");
  const [header, token] = [head, body].map((part) => JSON.parse(Buffer.from(part, "base64url")));
  const keys = (await fetched(known.jwks_uri)).keys.filter((key) => key.kty === "RSA" && key.kid === header.kid);
  const [said, proof] = [Buffer.from(`${head}.${body}`), Buffer.from(signature, "base64url")];
  const now = Date.now() / 1000;
  const half = createHash("sha256").update(access_token).digest().subarray(0, 16).toString("base64url");
  const right = {
    alg: header.alg === "RS256" && !header.crit && /^bearer$/i.test(token_type),
    signature: keys.some((key) => verify("RSA-SHA256", said, createPublicKey({ key, format: "jwk" }), proof)),
    iss: token.iss === ISSUER && known.issuer === ISSUER,
    aud: `${[token.aud]}` === CLIENT.id && (token.azp ?? CLIENT.id) === CLIENT.id,
    nonce: token.nonce === login.nonce, at_hash: (token.at_hash ?? half) === half,
    time: token.exp > now - 180 && token.iat < now + 180 && (token.nbf ?? 0) < now + 180,
    acr: !login.level || Number(/^LoA([1-4])$/.exec(token.acr)?.[1] ?? 0) >= login.level,
  };
  const wrong = Object.keys(right).filter((name) => !right[name]);
  if (wrong.length) throw new Error(`the ID token is refused: ${wrong}`);
  return token;
}

// ---- pages
const go = (answer, location, cookie) =>
  answer.writeHead(303, { Location: location, "Set-Cookie": `${cookie}; Path=/; HttpOnly; SameSite=Lax` }).end();
const page = (answer, status, title, body = "") =>
  answer.writeHead(status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" })
    .end(`<!doctype html><html lang="vi"><title>${safe(title)}</title><h1>${safe(title)}</h1>${body}`);

async function apply(answer, code, citizen, form) {
  const fields = FORMS.get(code);
  if (!fields) return page(answer, 404, "Thủ tục này không nhận ở đây");
  if (!form) {
    const line = (name, label, more) => `<p><label>${label} <input name="${name}" ${more}></label></p>`;
    const known = Object.entries({ HoVaTen: "Người nộp", SoDinhDanh: "Số định danh" }) // told by VNeID, and not asked
      .map(([name, label]) => line(name, label, `value="${safe(citizen[name])}" readonly`));
    const asked = Object.entries(fields).map(([name, label]) => line(name, label, "required"));
    return page(answer, 200, "Nộp hồ sơ", `<form method="post">${[...known, ...asked].join("")}<button>Nộp</button></form>`);
  }
  const missing = Object.keys(fields).filter((name) => !form.get(name)?.trim());
  if (missing.length) return page(answer, 422, `Còn thiếu: ${missing.map((name) => fields[name]).join(", ")}`);
  const [procedure] = await ask("LayThuTuc", { maTTHC: code });
  const filed = new Date();
  const number = `${AGENCY}-${time(filed).slice(2, 8)}-${String(++lastNumber).padStart(7, "0")}`;
  dossiers.set(number, { code: number, procedure, owner: citizen, filed, typed: Object.fromEntries(form) });
  note(dossiers.get(number), 1, "Công dân nộp hồ sơ trực tuyến");
  return page(answer, 201, "Đã nộp hồ sơ", `<p>Mã hồ sơ: <b id="dossier">${number}</b></p>`);
}

function office(answer, form) { // a real one asks officers to log in
  const [dossier, status] = [dossiers.get(form?.get("code")), Number(form?.get("status"))];
  if (dossier && STATES[status]) note(dossier, status, form.get("reason")?.trim() || STATES[status]);
  const options = Object.entries(STATES).map(([number, name]) => `<option value="${number}">${name}</option>`).join("");
  const rows = [...dossiers.values()].map((one) => `<form method="post"><input type="hidden" name="code" value="${one.code}">
    ${one.code} · ${safe(one.owner.HoVaTen)} · ${safe(one.content)} <select name="status" aria-label="Trạng thái">${options}</select>
    <input name="reason" aria-label="Lý do"> <button>Ghi</button></form>`);
  return page(answer, 200, "Cán bộ Một cửa", rows.join("") || "<p>Chưa có hồ sơ</p>");
}

async function answered(request, answer) {
  const url = new URL(request.url, OWN);
  const cookies = new Map((request.headers.cookie ?? "").split("; ").map((one) => one.split("=")));
  const [citizen, browser] = [citizens.get(cookies.get("citizen")), cookies.get("browser") ?? random()];
  const form = request.method === "POST" ? new URLSearchParams(await text(request)) : null;
  if (url.pathname === "/healthz") return answer.end("ok");
  if (url.pathname === "/vneid/callback") return finishLogin(answer, url.searchParams, browser);
  if (url.pathname === "/dang-nhap") {
    const next = new URL(url.searchParams.get("return_to") ?? "/", OWN);
    return logIn(answer, browser, next.pathname + next.search, Number(url.searchParams.get("level")));
  }
  if (url.pathname === "/toi-la-ai") {
    answer.writeHead(citizen ? 200 : 401, { "Content-Type": "application/json" });
    return answer.end(JSON.stringify({ personal_id: citizen?.SoDinhDanh, name: citizen?.HoVaTen, acr: citizen?.acr }));
  }
  if (url.pathname === "/nop-ho-so" && !citizen) return logIn(answer, browser, url.pathname + url.search);
  if (url.pathname === "/nop-ho-so") return apply(answer, url.searchParams.get("MaTTHC"), citizen, form);
  return url.pathname === "/can-bo" ? office(answer, form) : page(answer, 404, "Không có trang này");
}

createServer((request, answer) => answered(request, answer).catch((error) => {
  console.error(error.message);
  if (!answer.headersSent) page(answer, 502, "Chưa làm được, hãy thử lại");
})).listen(PORT, "127.0.0.1", () => console.log(JSON.stringify({ url: OWN })));
sync();
