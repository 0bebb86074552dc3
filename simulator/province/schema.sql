-- The province's own store. Times are ISO 8601 with zone; documents are JSON.

CREATE TABLE IF NOT EXISTS dossiers (
    code          TEXT PRIMARY KEY,
    submission_id TEXT NOT NULL UNIQUE,
    owner         TEXT NOT NULL,
    document      TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS code_sequence (
    prefix TEXT PRIMARY KEY,
    last   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS history (
    dossier TEXT NOT NULL REFERENCES dossiers (code),
    number  INTEGER NOT NULL,
    status  INTEGER NOT NULL,
    at      TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (dossier, number)
) WITHOUT ROWID;

-- One row per event of a dossier, with the dossier as it was at the event. Nothing is deleted.
CREATE TABLE IF NOT EXISTS outbox (
    id          INTEGER PRIMARY KEY,
    dossier     TEXT NOT NULL,
    number      INTEGER NOT NULL,
    document    TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    report_done INTEGER NOT NULL DEFAULT 0,
    step_done   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (dossier, number)
);
CREATE INDEX IF NOT EXISTS outbox_open ON outbox (id) WHERE report_done = 0 OR step_done = 0;

-- Events of which the citizen has been told by a notice.
CREATE TABLE IF NOT EXISTS told_events (
    event INTEGER PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS papers (
    id           TEXT PRIMARY KEY,
    dossier      TEXT NOT NULL,
    name         TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content      BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS hook_answers (
    request_id TEXT PRIMARY KEY,
    status     INTEGER NOT NULL,
    document   TEXT NOT NULL
) WITHOUT ROWID;

-- What a login and a logout under way need when the browser comes back; good once, minutes long.
DROP TABLE IF EXISTS login_attempts;
CREATE TABLE IF NOT EXISTS login_journeys (
    state      TEXT PRIMARY KEY,
    browser    TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    verifier   TEXT NOT NULL,
    return_to  TEXT NOT NULL,
    level      INTEGER NOT NULL,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS logout_journeys (
    state      TEXT PRIMARY KEY,
    browser    TEXT NOT NULL,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

-- Logout tokens that were taken: each is good once.
CREATE TABLE IF NOT EXISTS logout_tokens (
    jti        TEXT PRIMARY KEY,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;

-- `sealed`: tokens of VNeID under a key that only the citizen's cookie has. `level` is NULL where it is not told.
DROP TABLE IF EXISTS logins;
CREATE TABLE IF NOT EXISTS login_sessions (
    token      TEXT PRIMARY KEY,
    claims     TEXT NOT NULL,
    sub        TEXT NOT NULL,
    sid        TEXT NOT NULL,
    acr        TEXT NOT NULL,
    level      INTEGER,
    auth_time  INTEGER NOT NULL,
    sealed     TEXT NOT NULL,
    expires_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS login_sessions_sid ON login_sessions (sid);
CREATE INDEX IF NOT EXISTS login_sessions_sub ON login_sessions (sub);

-- Whose session it was that ended without the citizen's doing, so that what still comes from it can be kept.
CREATE TABLE IF NOT EXISTS ended_sessions (
    token    TEXT PRIMARY KEY,
    owner    TEXT NOT NULL,
    ended_at TEXT NOT NULL
) WITHOUT ROWID;

-- What somebody typed into a form whose session had ended, for their next login.
CREATE TABLE IF NOT EXISTS drafts (
    owner     TEXT NOT NULL,
    procedure TEXT NOT NULL,
    document  TEXT NOT NULL,
    saved_at  TEXT NOT NULL,
    PRIMARY KEY (owner, procedure)
) WITHOUT ROWID;

-- What the form showed to one login for one procedure: locked values are taken from here, never from the browser.
CREATE TABLE IF NOT EXISTS shown_forms (
    token     TEXT NOT NULL,
    procedure TEXT NOT NULL,
    document  TEXT NOT NULL,
    PRIMARY KEY (token, procedure)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS procedures (
    code     TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    read_at  TEXT NOT NULL
) WITHOUT ROWID;

-- What citizens typed about themselves, for their next form; the latest wins.
CREATE TABLE IF NOT EXISTS personal_data (
    owner     TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (owner, attribute)
) WITHOUT ROWID;

-- Attempts to pay. `ask_at`: when the platform is asked about it next (seconds since 1970), `asks` how often it was;
-- `receipt`: id among the papers.
CREATE TABLE IF NOT EXISTS payments (
    reference TEXT PRIMARY KEY,
    dossier   TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    url       TEXT NOT NULL,
    state     TEXT NOT NULL,
    asks      INTEGER NOT NULL,
    ask_at    REAL NOT NULL,
    receipt   TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS payments_dossier ON payments (dossier);

-- Requests to sign under way and done; `digest` is a SHA-256, `certificate` DER in Base64.
CREATE TABLE IF NOT EXISTS signings (
    handle      TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,
    digest      BLOB NOT NULL,
    certificate TEXT NOT NULL,
    state       TEXT NOT NULL,
    signature   TEXT NOT NULL,
    asked_at    TEXT NOT NULL
) WITHOUT ROWID;

-- Webhooks that were taken, each id once; one may come before the handle is known here.
CREATE TABLE IF NOT EXISTS signing_messages (
    id     TEXT PRIMARY KEY,
    handle TEXT NOT NULL,
    told   TEXT NOT NULL,
    taken  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS signing_messages_handle ON signing_messages (handle);
