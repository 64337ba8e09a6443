// Keys for lists of matters and for a matter. Every page works without them, and they can be switched off.
"use strict";
// Open a part that was closed, and come to the first field that it asks for.
function comeInto(part) {
  part.open = true;
  (part.querySelector("select, textarea, input:not([type=hidden])") || part.querySelector("summary")).focus();
  part.scrollIntoView();
}
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
  // A link is followed; a field or a button is come to, and nothing is sent by a single key.
  const come = (part) => {
    if (!part) return;
    if (part.href) location.assign(part.href);
    else if (part.matches("summary")) comeInto(part.parentElement);
    else part.focus();
  };
  const follow = (name, key) => {
    if (at >= 0) location.assign(lines[at].dataset[name]);
    else come([...document.querySelectorAll(`[data-key=${key}]`)].pop());  // tabs stand before it
  };
  const done = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => { if (at >= 0) lines[at].querySelector("input[type=checkbox]").click(); },
    a: () => follow("approve", "a"),
    r: () => follow("return", "r"),
    "/": () => { const field = document.querySelector("[data-find]"); if (field) field.focus(); },
    "?": () => {
      const keys = document.getElementById("keys");
      if (!keys || keys.open) return;
      // Whoever closes it comes back to where they were, and that is somewhere.
      if (document.activeElement === document.body) document.getElementById("main").focus();
      keys.showModal();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !done[event.key]) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
    event.preventDefault();
    done[event.key]();
  });
})();
(function () {
  // A link into a closed part of the page opens it, and comes to what it asks for.
  const open = () => {
    const part = location.hash && document.getElementById(location.hash.slice(1));
    const closed = part && part.closest("details");
    if (closed) comeInto(closed);
  };
  addEventListener("hashchange", open);
  // The browser goes to the part by itself when it has drawn the page, and takes the focus from all else.
  addEventListener("load", () => requestAnimationFrame(() => setTimeout(open)));
})();
