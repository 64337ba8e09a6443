// Keys for lists of matters and for a matter. Every page works without them, and they can be switched off.
"use strict";
(function () {
  if (!("shortcuts" in document.body.dataset)) return;
  const lines = Array.from(document.querySelectorAll("[data-line]"));
  let at = -1;
  const go = (to) => {
    if (!lines.length) return;
    if (at >= 0) lines[at].removeAttribute("data-at");
    at = Math.max(0, Math.min(lines.length - 1, to));
    lines[at].setAttribute("data-at", "");
    lines[at].querySelector("[data-open]").focus();
    lines[at].scrollIntoView({ block: "nearest" });
  };
  const follow = (name, selector) => {
    const link = document.querySelector(selector);
    const address = at >= 0 ? lines[at].dataset[name] : link && link.href;
    if (address) location.assign(address);
  };
  const done = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => { if (at >= 0) lines[at].querySelector("input[type=checkbox]").click(); },
    a: () => follow("approve", "[data-key=a]"),
    r: () => follow("return", "[data-key=r]"),
    "/": () => { const field = document.querySelector("[data-find]"); if (field) field.focus(); },
    "?": () => { const keys = document.getElementById("keys"); if (keys && !keys.open) keys.showModal(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !done[event.key]) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    event.preventDefault();
    done[event.key]();
  });
})();
(function () {
  // A link into a closed part of the page opens it.
  const open = () => {
    const part = location.hash && document.getElementById(location.hash.slice(1));
    const closed = part && part.closest("details");
    if (closed) { closed.open = true; part.scrollIntoView(); }
  };
  addEventListener("hashchange", open);
  open();
})();
