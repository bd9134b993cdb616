"use strict";
// Everything works without this file; it makes filters and the reader answer at once.

const byId = (id) => document.getElementById(id);
const onPhone = () => matchMedia("(max-width: 60rem)").matches;

// on a narrow screen the years are a strip: show where we are
document.querySelector(".years [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

byId("theme")?.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

// years run to the right, and the latest matter most
const toLatest = () => {
  for (const long of document.querySelectorAll(".wide:has(.grid), .long")) long.scrollLeft = long.scrollWidth;
};
toLatest();

// filters: the part of the page that they concern is fetched and replaced, the address follows
let latest = 0;
async function refresh(form) {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) asked.append(name, value);
  const address = `${form.getAttribute("action") || location.pathname}?${asked}`;
  const mine = ++latest;
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== latest) return;
  const fresh = page.querySelector(form.dataset.live);
  if (!fresh) return location.assign(address);
  document.querySelector(form.dataset.live).replaceWith(fresh);
  toLatest();
  history.replaceState(null, "", address);
}
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting;
  form.addEventListener("change", () => refresh(form));
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(form), 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refresh(form);
  });
}

// the reader
const reader = document.querySelector(".reader");
if (reader) {
  const text = byId("text");
  const detail = byId("detail");
  const only = byId("only");
  let asked = 0;

  const open = async (mark, push = true) => {
    const start = mark.id.slice(1);
    text.querySelector("[aria-current]")?.removeAttribute("aria-current");
    mark.setAttribute("aria-current", "true");
    const mine = ++asked;
    if (push) history.replaceState(null, "", `${location.pathname}?m=${start}#${mark.id}`);
    const answer = await fetch(`${location.pathname}/at/${start}`);
    const found = await answer.text();
    if (mine !== asked) return;
    detail.innerHTML = found;
    detail.scrollTop = 0;
    document.body.classList.add("reading-detail");
    // the ground slides in from below: keep the number above it
    if (onPhone()) mark.scrollIntoView({ block: "start" });
  };
  const close = () => {
    document.body.classList.remove("reading-detail");
    text.querySelector("[aria-current]")?.focus();
  };
  const shown = () => [...text.querySelectorAll("a.m")].filter((mark) =>
    only.value ? mark.classList.contains(only.value)
      : ["target", "result", "none"].some((r) => mark.classList.contains(r) && !text.classList.contains(`hide-${r}`)));
  const step = (way) => {
    const marks = shown();
    const current = text.querySelector("[aria-current]");
    let place = marks.indexOf(current);
    if (place < 0 && current) {
      // what is open is hidden by a filter: go on from where it stands
      place = marks.findIndex((m) => current.compareDocumentPosition(m) & Node.DOCUMENT_POSITION_FOLLOWING);
      place = way > 0 ? (place < 0 ? marks.length : place) - 1 : place < 0 ? marks.length : place;
    }
    const next = marks[place < 0 && way < 0 ? marks.length - 1 : place + way];
    if (!next) return;
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
    open(next);
  };

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("a.m");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(mark);
  });
  detail.addEventListener("click", (event) => event.target.closest(".close") && close());
  byId("next").addEventListener("click", () => step(1));
  byId("before").addEventListener("click", () => step(-1));
  for (const box of reader.querySelectorAll("[data-role]")) {
    const set = () => text.classList.toggle(`hide-${box.dataset.role}`, !box.checked);
    box.addEventListener("change", set);
    set();
  }
  only.addEventListener("change", () => {
    text.dataset.only = only.value;
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") close();
  });
  const first = text.querySelector("[aria-current]");
  if (first) {
    document.body.classList.add("reading-detail");
    // a number that is not marked at first must be seen when it is the one asked for
    first.scrollIntoView({ block: onPhone() ? "start" : "center" });
  }
}
