// Small helps. Every page works without them.
"use strict";

// A page that was left alone hides itself; the server has locked the session by then.
(function () {
  const seconds = Number(document.body.dataset.lockAfter || 0);
  if (!seconds) return;
  let last = Date.now();
  for (const what of ["keydown", "pointerdown", "scroll"]) {
    document.addEventListener(what, () => { last = Date.now(); }, { passive: true });
  }
  setInterval(() => {
    if (Date.now() - last < seconds * 1000) return;
    document.body.classList.add("app-hidden-page");
    location.assign("/locked?next=" + encodeURIComponent(location.pathname));
  }, 15000);
})();

// Passkeys: JSON in an attribute, the browser's own answer into a hidden field.
(function () {
  const asked = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!asked) return;
  const use = async (button, field, answered) => {
    const problem = button.form.querySelector(".passkey-problem");
    try {
      button.form.elements[field].value = JSON.stringify((await answered()).toJSON());
      button.form.requestSubmit();
    } catch (error) {
      problem.hidden = false;
      problem.textContent = "The passkey was not used. Try again, or use something else.";
    }
  };
  for (const button of document.querySelectorAll("[data-passkey-ask]")) {
    button.hidden = false;
    button.addEventListener("click", () => use(button, "prove_passkey", () =>
      navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(button.dataset.passkeyAsk)),
      })));
  }
  for (const button of document.querySelectorAll("[data-passkey-make]")) {
    button.hidden = false;
    button.addEventListener("click", () => use(button, "made", () =>
      navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(button.dataset.passkeyMake)),
      })));
  }
})();
