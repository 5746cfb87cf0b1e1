"use strict";
// The page works without this: it adds keys, and follows the ranking without loading.
const said = document.getElementById("said");
const help = document.getElementById("help");
const useKeys = document.getElementById("use-keys");
const token = document.querySelector("meta[name=csrf-token]").content;
let refreshing = false;
let wanted = 0; // how often a newer list was asked for

const papers = () => [...document.querySelectorAll(".paper:not(.busy)")];
const current = () => document.querySelector(".paper.current:not(.busy)");

function choose(paper) {
  for (const other of document.querySelectorAll(".paper.current")) {
    other.classList.remove("current");
  }
  if (!paper) return;
  paper.classList.add("current");
  paper.focus();
  paper.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = papers();
  const place = all.indexOf(current());
  choose(all[place < 0 ? 0 : Math.min(Math.max(place + step, 0), all.length - 1)]);
}

// A button called "action" hides the property of that name.
async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("action", form.dataset.action);
  const headers = { Accept: "application/json", "X-CSRF-Token": token };
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers });
  const text = await answer.json();
  if (!answer.ok) throw new Error(text.error);
  return text;
}

// What is judged leaves the list at once; the next paper is current meanwhile.
async function judge(form) {
  const paper = form.closest(".paper");
  const action = form.dataset.action;
  const judges = ["like", "dismiss"].includes(action);
  const leaves = judges && paper && paper.closest("#list");
  if (leaves) {
    const all = papers();
    const place = all.indexOf(paper);
    paper.classList.add("busy");
    choose(all[place + 1] || all[place - 1]);
  }
  try {
    const done = await send(form);
    said.textContent = `${done.done}: ${done.title}`;
    if (leaves) paper.closest("li").remove();
    if (judges || action === "undo") await refresh();
  } catch (error) {
    if (paper) paper.classList.remove("busy");
    const not = action === "zotero" ? "Not sent" : "Not recorded";
    said.textContent = `${not}: ${error.message}`;
  }
}

// Shows what follows from a verdict; those that are given meanwhile count, too.
async function refresh() {
  wanted += 1;
  if (refreshing) return;
  refreshing = true;
  try {
    for (let done = 0; done !== wanted; ) {
      done = wanted;
      await (document.getElementById("list") ? follow() : renew());
    }
  } finally {
    refreshing = false;
  }
}

// Replaces the list by the newer one, once it is ranked; the current paper stays so.
async function follow() {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const query = new URLSearchParams(location.search);
    query.set("after", document.getElementById("list").dataset.version);
    const answer = await fetch(`/list?${query}`, { headers: { Accept: "text/html" } });
    if (answer.status === 200) swap(await answer.text());
    if (answer.status !== 202) return;
  }
}

// Other pages show the verdict beside its paper, which stays where it is.
async function renew() {
  const chosen = current();
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("main").replaceWith(made.getElementById("main"));
  if (chosen) choose(papers().find((paper) => paper.dataset.id === chosen.dataset.id));
}

function swap(text) {
  const made = new DOMParser().parseFromString(text, "text/html").getElementById("list");
  const chosen = current();
  const busy = new Set([...document.querySelectorAll(".busy")].map((p) => p.dataset.id));
  const place = chosen ? papers().indexOf(chosen) : -1;
  const top = chosen ? chosen.getBoundingClientRect().top : 0;
  const focused = chosen && chosen.contains(document.activeElement);
  document.getElementById("list").replaceWith(made);
  const all = papers();
  for (const paper of all) {
    if (busy.has(paper.dataset.id)) paper.closest("li").remove();
  }
  if (place < 0) return;
  const left = papers();
  const same = left.find((paper) => paper.dataset.id === chosen.dataset.id);
  const next = same || left[Math.min(place, left.length - 1)];
  if (!next) return;
  next.classList.add("current");
  if (focused) next.focus({ preventScroll: Boolean(same) });
  // What is read stays where it is, whatever has changed above it.
  if (same) scrollBy(0, same.getBoundingClientRect().top - top);
}

function act(action) {
  const paper = current();
  const form = paper && paper.querySelector(`form[data-action=${action}]`);
  if (form) judge(form);
}

function open(kind) {
  const paper = current();
  const link = paper && (paper.querySelector(kind) || paper.querySelector(".open"));
  if (link) link.click();
}

const DOES = {
  next: () => move(1),
  previous: () => move(-1),
  like: () => act("like"),
  dismiss: () => act("dismiss"),
  save: () => act("save"),
  zotero: () => act("zotero"),
  undo: () => {
    const form = document.getElementById("undo");
    if (form) judge(form);
  },
  open: () => open(".open"),
  pdf: () => open(".pdf"),
  search: () => document.getElementById("search").focus(),
  help: () => help.showModal(),
};
// The keys are those that the help shows.
const KEYS = new Map(
  [...help.querySelectorAll("[data-does]")].map((row) => [row.dataset.key, row.dataset.does]),
);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, dialog");
  const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (typing || held || help.open || !useKeys.checked) return;
  const does = KEYS.get(event.key);
  if (!does || (event.repeat && !["next", "previous"].includes(does))) return;
  event.preventDefault();
  DOES[does]();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.action) return;
  event.preventDefault();
  judge(form);
});

document.addEventListener("focusin", (event) => {
  const paper = event.target.closest(".paper");
  if (paper && !paper.classList.contains("current")) {
    for (const other of document.querySelectorAll(".paper.current")) {
      other.classList.remove("current");
    }
    paper.classList.add("current");
  }
});

const button = document.getElementById("keys");
button.hidden = false;
button.addEventListener("click", () => help.showModal());

// While the sources are updated, shows how far that is.
async function followUpdate() {
  const shown = document.getElementById("sources");
  if (!shown || !shown.dataset.running) return;
  const answer = await fetch("/sources", { headers: { Accept: "text/html" } });
  if (answer.ok) {
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = made.getElementById("sources");
    if (next.innerHTML !== shown.innerHTML) shown.replaceWith(next);
  }
  setTimeout(followUpdate, 1000);
}
followUpdate();
