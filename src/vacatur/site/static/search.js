// Looks through window.vacaturEntries with MiniSearch. Texts are only ever set as text.
"use strict";

(function () {
  const SHOWN = 40;
  const AROUND = 90;
  const input = document.getElementById("words");
  const status = document.getElementById("status");
  const found = document.getElementById("found");
  const index = new MiniSearch({
    fields: ["title", "where", "words"],
    storeFields: ["title", "where", "to", "words"],
    searchOptions: {
      boost: { title: 3, where: 1.5 },
      combineWith: "AND",
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      prefix: true,
    },
  });
  index.addAll(window.vacaturEntries);

  function extract(words, terms) {
    const lower = words.toLowerCase();
    const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
    const begin = Math.max(0, Math.min(...places, words.length) - AROUND);
    const from = places.length ? begin : 0;
    const end = from + 2 * AROUND + 20;
    return (from > 0 ? "... " : "") + words.slice(from, end) + (end < words.length ? " ..." : "");
  }

  function line(result) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = result.to;
    link.textContent = result.title;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = result.where;
    const words = document.createElement("p");
    words.textContent = extract(result.words, result.terms);
    item.append(link, " ", where, words);
    return item;
  }

  function search() {
    const asked = input.value.trim();
    found.replaceChildren();
    if (!asked) {
      status.textContent = "";
      return;
    }
    const results = index.search(asked);
    const more = results.length > SHOWN ? `, of which ${SHOWN} are shown` : "";
    const places = results.length === 1 ? "place" : "places";
    status.textContent = `${results.length} ${places}${more}`;
    found.append(...results.slice(0, SHOWN).map(line));
  }

  document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  input.addEventListener("input", search);
  input.value = new URLSearchParams(window.location.search).get("q") || "";
  search();
})();
