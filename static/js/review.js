// Keys of the review form. Everything also works without this file.
const form = document.querySelector("[data-review]");

function press(name) {
  const button = form.querySelector(`[data-act="${name}"]`);
  if (button) button.click();
}

function go(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
}

function toggle(key) {
  const choices = form.querySelector(`[data-indicator="${CSS.escape(key)}"]`);
  if (!choices) return;
  const [lacking, fine] = choices.querySelectorAll("input[type=radio]");
  const chosen = lacking.checked ? fine : lacking;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
  chosen.focus();
}

function keys(event) {
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); press("finish"); return; }
  if (event.ctrlKey && event.key.toLowerCase() === "s") { event.preventDefault(); press("draft"); return; }
  if (event.key === "Escape" && event.target.blur) { event.target.blur(); return; }
  const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.altKey) return;
  if (event.key === "?") document.querySelector("[data-keys]").toggleAttribute("open");
  if (event.key === "j") go("[data-next]");
  if (event.key === "k") go("[data-previous]");
  toggle(event.key);
}

// What the members as typed suggest: told beside each indicator, never chosen for anybody.
function suggest(event) {
  for (const [key, told] of Object.entries(event.detail)) {
    const hint = form.querySelector(`[data-suggestion="${CSS.escape(key)}"]`);
    if (!hint || told.text === undefined) continue;
    hint.textContent = told.text || (key === "groups" ? "không nhóm nào" : "");
    hint.dataset.suggests = told.suggests;
  }
  form.dispatchEvent(new Event("suggested")); // draft.js marks what goes against them
}

if (form) {
  document.body.addEventListener("suggestions", suggest);
  document.addEventListener("keydown", keys);
  // a score is typed over, never into: a stray digit would make another valid score
  form.addEventListener("focusin", (event) => { if (event.target.matches("input[inputmode]")) event.target.select(); });
  const first = document.activeElement;
  if (first && form.contains(first)) {
    if (first.matches("input[inputmode]")) first.select();
    const bar = form.querySelector(".review__bar");
    if (bar && first.getBoundingClientRect().bottom > bar.getBoundingClientRect().top) first.scrollIntoView({ block: "center" });
  }
  const wrong = form.dataset.bound && form.querySelector(".errors");
  if (wrong) {
    const row = wrong.closest("tr")?.previousElementSibling ?? wrong.parentElement;
    const field = row.querySelector("[aria-invalid=true], input:not([type=hidden]), select, textarea");
    if (field) field.focus();
    wrong.scrollIntoView({ block: "center" });
  }
  const here = document.querySelector(".review__here");
  if (here) here.parentElement.scrollTop = here.offsetTop - here.parentElement.offsetTop - 80;
}
