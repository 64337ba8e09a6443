// Keys for pairs: they choose and move, and send nothing. The page works without them.
"use strict";

(function () {
  const form = document.querySelector("[data-pairs]");
  if (!form || !("shortcuts" in document.body.dataset)) return;
  const pairs = [...form.querySelectorAll("[data-pair]")];
  let at = -1;
  const go = (to) => {
    at = Math.max(0, Math.min(pairs.length - 1, to));
    pairs[at].focus();
    pairs[at].scrollIntoView({ block: "start" });
  };
  form.addEventListener("focusin", (event) => {
    const found = pairs.indexOf(event.target.closest("[data-pair]"));
    if (found >= 0) at = found;
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const types = field.matches("textarea, select, input:not([type=radio])");
    if (types && event.key === "Enter" && field.name.startsWith("reason-")) {
      event.preventDefault();
      go(at + 1);
    }
    if (types || event.ctrlKey || event.altKey || event.metaKey) return;
    const pair = pairs[Math.max(at, 0)];
    const choice = pair.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "r" || choice) {
      if (choice) choice.checked = true;
      at = Math.max(at, 0);
      pair.querySelector('[name^="reason-"]').focus();
    } else return;
    event.preventDefault();
  });
})();
