// A form the server took needs no draft in this browser any more (see draft.js).
const sent = sessionStorage.getItem("sent");
if (sent && !document.querySelector("input[name=kept]")) {
  const again = document.querySelector("[data-review][data-bound]");
  if (!again || !sent.endsWith(again.dataset.review)) localStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
}

// Ctrl K goes to the search box. Everything also works without this file.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search]");
  if (!box || !event.ctrlKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  box.focus();
  box.select();
});
