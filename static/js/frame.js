// Ctrl K goes to the search box. Everything also works without this file.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-search]");
  if (!box || !event.ctrlKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  box.focus();
  box.select();
});
