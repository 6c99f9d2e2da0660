// The server says in a cookie under which request key it took a form: only then the copy
// in this browser (see draft.js) is needed no more.
const taken = /(?:^|; )taken=([0-9a-f-]{36})/.exec(document.cookie);
if (taken) {
  document.cookie = "taken=; path=/; max-age=0; SameSite=Lax";
  for (const place of Object.keys(localStorage)) {
    if (!place.startsWith("draft:")) continue;
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (kept?.key === taken[1]) localStorage.removeItem(place);
  }
}

// Ctrl K goes to the search box. Everything also works without this file.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search]");
  if (!box || !event.ctrlKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  box.focus();
  box.select();
});
