// A job that has ended is shown by its whole page, with what can be done then.
"use strict";
document.body.addEventListener("htmx:sseClose", (event) => {
  if (event.target.matches("[data-reload-at-end]")) location.reload();
});
