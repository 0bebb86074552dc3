// What htmx does not do for the list of exchanges: keep it short, hold it while somebody reads, tell it aloud now and
// then, and move in it by keys. Every page works without this file.
(function () {
  "use strict";
  const TOLD_EVERY = 10000; // milliseconds between two announcements to a screen reader
  const READING = 200; // pixels scrolled from which somebody reads and the list must not move
  const told = { count: 0, wrong: 0, timer: 0 };
  let following = true;
  let held = 0;

  const by = (id) => document.getElementById(id);
  const fill = (text, values) => Object.keys(values).reduce((done, key) => done.replace("{" + key + "}", values[key]), text);

  function pace(name) {
    const line = by("pace");
    if (line && line.dataset[name]) line.textContent = line.dataset[name];
  }

  function holds(list) {
    return !following || list.getBoundingClientRect().top < -READING;
  }

  // News that is already there (a browser that came back) is dropped; news while somebody reads only counts.
  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    const list = event.target;
    if (list.id !== "entries") return;
    if (!list.isConnected) return event.preventDefault(); // another filter has just taken its place
    const piece = document.createElement("template");
    piece.innerHTML = event.detail.data;
    const lines = [...piece.content.querySelectorAll(".entry[data-position]")];
    const fresh = lines.filter((line) => !by(line.id));
    if (fresh.length < lines.length || holds(list)) event.preventDefault();
    if (!fresh.length) return;
    announce(fresh.length, fresh.filter((line) => line.dataset.findings !== "0").length);
    if (holds(list)) return wait(fresh.length);
    if (event.defaultPrevented) {
      list.prepend(...fresh);
      fresh.forEach((line) => htmx.process(line));
      trim(list);
    }
    const none = by("none");
    if (none) none.remove();
  });

  document.addEventListener("htmx:sseMessage", (event) => {
    if (event.target.id === "entries" && event.target.isConnected) trim(event.target);
  });

  function trim(list) {
    const most = Number(list.closest("#list").dataset.most);
    while (list.children.length > most) list.lastElementChild.remove();
  }

  function wait(count) {
    held += count;
    const link = by("waiting");
    link.textContent = fill(link.dataset.text, { count: held });
    link.hidden = false;
  }

  function announce(count, wrong) {
    told.count += count;
    told.wrong += wrong;
    if (told.timer) return;
    told.timer = setTimeout(() => {
      const line = by("news");
      if (line) line.textContent = fill(line.dataset.one, told);
      told.count = told.wrong = told.timer = 0;
    }, TOLD_EVERY);
  }

  document.addEventListener("htmx:sseOpen", () => pace(following ? "live" : "held"));
  document.addEventListener("htmx:sseError", (event) => {
    // A stream ends after a minute and the browser comes back by itself: only a refusal is a loss.
    if (event.detail.source.readyState === EventSource.CLOSED) pace("lost");
  });

  // The pace that the server tells stands beside the list; htmx has no need to swap it.
  if (window.htmx) {
    htmx.createEventSource = (url) => {
      const source = new EventSource(url);
      source.addEventListener("pace", (event) => pace(following ? event.data : "held"));
      return source;
    };
  }
  document.addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "list") ready();
    reveal(event.target);
  });

  function ready() {
    held = 0;
    const button = by("follow");
    if (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(following));
    }
    document.querySelectorAll(".keys").forEach((one) => (one.hidden = false));
    reveal(document);
  }

  function reveal(where) {
    if (navigator.clipboard) where.querySelectorAll("[data-copy]").forEach((one) => (one.hidden = false));
  }

  function follow() {
    following = !following;
    by("follow").setAttribute("aria-pressed", String(following));
    pace(following ? "live" : "held");
    if (following && held) by("waiting").click();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "follow") follow();
    if ("copy" in button.dataset) {
      navigator.clipboard.writeText(button.dataset.value || button.closest("p").previousElementSibling.textContent);
      button.textContent = "✓";
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "/") {
      const field = document.querySelector("[data-search]");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
    if (event.key === "f" && by("follow")) follow();
    if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  });

  function move(step) {
    const links = [...document.querySelectorAll(".entry .number")];
    const place = links.findIndex((link) => link.closest(".entry").contains(document.activeElement));
    const next = links[place < 0 ? 0 : place + step];
    if (next) next.focus();
  }
})();
