// A long list of figures: found by a few letters (accents ignored), chosen topic by topic.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
const holder = document.querySelector("[data-choices-search]");
const topics = [...document.querySelectorAll(".choices details")];
if (holder) {
  const box = holder.querySelector("input");
  holder.hidden = false;
  box.addEventListener("input", () => {
    const wanted = plain(box.value.trim());
    let all = 0;
    for (const topic of topics) {
      const name = plain(topic.querySelector("summary").textContent);
      let found = 0;
      for (const label of topic.querySelectorAll("label")) {
        const here = plain(label.textContent).includes(wanted) || name.includes(wanted);
        label.hidden = !here;
        found += here;
      }
      topic.hidden = !found;
      all += found;
      topic.open = wanted ? found > 0 : Boolean(topic.querySelector(":checked"));
    }
    holder.querySelector("[data-choices-none]").hidden = all > 0;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
for (const topic of topics) {
  const all = topic.querySelector("[data-choose-all]");
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...topic.querySelectorAll("label:not([hidden]) input")];
    const chosen = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !chosen;
  });
}
