"use strict";
(() => {
  const english = document.getElementById("lang-en");
  const speak = () => { document.documentElement.lang = english.checked ? "en" : "vi"; };
  if (/^\?en\b/.test(location.search)) english.checked = true;
  document.querySelectorAll(".switch").forEach((radio) => radio.addEventListener("change", speak));
  speak();

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
    }
  };
  document.querySelectorAll(".command").forEach((box) => {
    const words = box.dataset;
    const button = document.createElement("button");
    const name = (vi, en) => { button.innerHTML = ""; [["vi", vi], ["en", en]].forEach(([kind, word]) => {
      const part = document.createElement("span"); part.className = kind; part.textContent = word; button.append(part); }); };
    button.type = "button"; button.className = "copy"; name(words.copyVi, words.copyEn);
    button.addEventListener("click", async () => { await copy(box.querySelector("code")); name(words.copiedVi, words.copiedEn); });
    box.append(button);
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => { folded.forEach((part) => { part.open = false; }); folded = []; });

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
