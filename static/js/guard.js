// What was typed and not saved is not left behind silently: the browser asks first.
const guarded = document.querySelectorAll("form[data-guard]");
const changed = new Set();
for (const form of guarded) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.delete(form));
}
window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});
