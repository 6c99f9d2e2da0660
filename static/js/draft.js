// What is typed into a review form stays in this browser until the server has it.
// Kept under the person, the form and the version it was typed on; sent under the form's
// own request key, so that a repeat is the same act; frame.js takes it away when the
// server says it took that key. Everything works without this file.
(() => {
  const form = document.querySelector("[data-review]");
  const note = document.querySelector("[data-draft-note]");
  if (!form || !form.querySelector("[data-act]")) return;
  const { review, version, person, alive } = form.dataset;
  const place = `draft:${person}:${review}`;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const skipped = new Set(["csrfmiddlewaretoken", "version", "request_key"]);
  let sending = false;
  let waiting = false;
  let sent = "";
  let timer = 0;

  function typed() {
    return [...new FormData(form)].filter(([name]) => !skipped.has(name));
  }
  const asLoaded = form.dataset.bound ? "" : JSON.stringify(typed());

  function isChanged() { return JSON.stringify(typed()) !== asLoaded; }

  function say(text) { note.textContent = text; note.hidden = !text; }

  function keep() {
    const key = form.elements.request_key.value;
    if (!isChanged()) {
      // another window's draft of the same form is not ours to throw away
      if (JSON.parse(localStorage.getItem(place) ?? "null")?.key === key) localStorage.removeItem(place);
      return;
    }
    const at = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    const base = form.elements.version.value;
    localStorage.setItem(place, JSON.stringify({ version: base, key, at, fields: typed() }));
  }

  function people(fields) {
    return fields.filter(([name]) => /^form-\d+-public_id$/.test(name)).map(([, id]) => id).join(" ");
  }

  // Members are put back only beside the same members: rows are told apart by their place.
  function put(fields) {
    const same = people(fields) === people(typed());
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    for (const [name, value] of fields) {
      if (!same && /^form-\d+-/.test(name)) continue;
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio" || field.type === "checkbox") {
          if (field.value === value) field.checked = true;
        } else if (field.type !== "hidden") field.value = value;
      }
    }
    const tell = () => form.dispatchEvent(new Event("input", { bubbles: true }));
    tell();
    // the result bar listens only once the page is whole
    if (document.readyState !== "complete") window.addEventListener("load", tell);
    return same ? "" : " Nhân khẩu của hộ đã đổi từ lúc ấy: phần nhân khẩu bạn gõ không lấy lại, hãy xem bảng nhân khẩu.";
  }

  function restore() {
    const kept = JSON.parse(localStorage.getItem(place) || "null");
    if (!kept) return;
    if (JSON.stringify(kept.fields) === asLoaded) {
      localStorage.removeItem(place);
      return;
    }
    const more = put(kept.fields);
    if (kept.version === version) {
      form.elements.request_key.value = kept.key;
      say(`Đã lấy lại nội dung bạn gõ lúc ${kept.at} mà máy chủ chưa nhận. Hãy kiểm tra rồi lưu.${more}`);
      return;
    }
    // sent under the version it was typed on, so that the server shows both
    form.elements.version.value = kept.version;
    say(`Phiếu này đã có bản khác được lưu sau khi bạn gõ. Nội dung bạn gõ lúc ${kept.at} đã lấy lại; bấm lưu để xem hai bản khác nhau chỗ nào.${more}`);
  }

  async function isServerThere() {
    try {
      return (await fetch(alive, { method: "HEAD", cache: "no-store" })).ok;
    } catch {
      return false;
    }
  }

  async function send(event) {
    if (sending) { if (waiting) event.preventDefault(); return; }
    event.preventDefault();
    sending = waiting = true;
    keep();
    const button = event.submitter;
    while (!(await isServerThere())) {
      say("Chưa nối được máy chủ. Nội dung được giữ trên máy này và gửi ngay khi có mạng; bạn đừng đóng trang.");
      await wait(2000);
    }
    say("");
    waiting = false;
    keep();
    form.requestSubmit(button);
    // what is typed from here on is not in what was sent: a new act with a key of its own
    sent = JSON.stringify(typed());
    if (crypto.randomUUID) form.elements.request_key.value = crypto.randomUUID();
  }

  function isUnlike(box) {
    const text = box.querySelector("input[inputmode], textarea");
    if (text) return text.value.trim() !== box.dataset.before;
    const chosen = [...box.querySelectorAll("input:checked")].map((one) => one.value);
    return chosen.sort().join(" ") !== box.dataset.before.split(" ").sort().join(" ");
  }

  function mark() {
    for (const box of form.querySelectorAll("[data-answer][data-before]")) {
      box.classList.toggle("answer--changed", isUnlike(box));
    }
    for (const row of form.querySelectorAll("[data-indicator]")) {
      const chosen = row.querySelector("input:checked");
      const hint = row.querySelector("[data-suggests]");
      row.classList.toggle("indicator--changed", Boolean(chosen && row.dataset.before) && chosen.value !== row.dataset.before);
      if (hint) hint.classList.toggle("indicator__hint--against", Boolean(chosen && hint.dataset.suggests) && chosen.value !== hint.dataset.suggests);
    }
  }

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { if (JSON.stringify(typed()) !== sent) keep(); }, 300); mark(); });
  form.addEventListener("change", mark);
  form.addEventListener("suggested", mark);
  form.addEventListener("submit", send);
  window.addEventListener("pagehide", () => { if (JSON.stringify(typed()) !== sent) keep(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  if (form.dataset.bound) keep(); else restore();
  mark();
})();
