// A table of figures that behaves like a spreadsheet: arrows, Enter, a pasted block, undo,
// totals while typing; all changed cells are saved as one act. The server says what is
// wrong; here only what can be seen at once is shown.
(() => {
  const form = document.querySelector("[data-sheet]");
  const cells = form ? [...form.querySelectorAll("input.cell")] : [];
  const save = form?.querySelector("[data-save]");
  if (!save) return;
  const said = form.querySelector("[data-said]");
  const done = [];
  const undone = [];
  let leaving = false;

  const show = (value) => value.toLocaleString("vi-VN", { maximumFractionDigits: 2 });

  // `1.491`, `1491`, `2,08`, `7-8`: the lower end counts; null is no figure (the same
  // grammar stands in targets/rules/plan.py)
  function read(text) {
    const low = text.trim().replace("–", "-").split("-")[0].trim();
    if (/^\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(low) || /^\d{1,12}(,\d{1,2})?$/.test(low)) {
      return Number(low.replaceAll(".", "").replace(",", "."));
    }
    return /^\d+\.\d{1,2}$/.test(low) ? Number(low) : null;
  }

  // the upper end; of one number the number itself
  function readTop(text) {
    const ends = text.trim().replace("–", "-").split("-");
    return ends.length > 2 ? null : read(ends[ends.length - 1]);
  }

  const isChanged = (cell) => cell.value.trim() !== cell.dataset.was;

  function showRow(cell) {
    const value = read(cell.value);
    const base = cell.dataset.base === "" ? null : Number(cell.dataset.base);
    const top = readTop(cell.value);
    const wrong = value === null || top === null || top < value || (base !== null && top > base)
      || Boolean(cell.dataset.whole && (value % 1 || top % 1));
    cell.classList.toggle("cell--changed", isChanged(cell));
    cell.classList.toggle("cell--bad", wrong);
    cell.setAttribute("aria-invalid", String(wrong));
    const left = cell.closest("td").nextElementSibling;
    if (base !== null && left?.hasAttribute("data-left")) {
      left.textContent = value === null ? "–" : show(base - value);
    }
  }

  function showTotals() {
    for (const sum of form.querySelectorAll("[data-sum]")) {
      const column = sum.dataset.sum;
      let held = Number(sum.dataset.held);
      for (const cell of cells) {
        if (cell.dataset.column === column) held += (read(cell.value) ?? 0) - (read(cell.dataset.was) ?? 0);
      }
      sum.textContent = show(held);
      const left = form.querySelector(`[data-sum-left="${column}"]`);
      if (left && sum.dataset.all !== "") left.textContent = show(Number(sum.dataset.all) - held);
      showLeast(form.querySelector(`[data-least="${column}"]`), held);
      showGap(form.querySelector(`[data-gap="${column}"]`), held);
    }
  }

  function showGap(place, held) {
    if (place.dataset.total === "") return;
    const total = Number(place.dataset.total);
    const { unit } = place.dataset;
    place.classList.toggle("cell--wrong", held > total);
    if (held > total) place.textContent = `vượt ${show(held - total)} ${unit} so với tổng ${show(total)}`;
    else if (held < total) place.textContent = `còn ${show(total - held)} ${unit} chưa phân bổ (tổng ${show(total)})`;
    else place.textContent = `khớp tổng ${show(total)} ${unit}`;
  }

  function showLeast(place, held) {
    if (!place || place.dataset.wanted === "") return;
    const wanted = Number(place.dataset.wanted);
    const { unit } = place.dataset;
    place.classList.toggle("cell--wrong", held < wanted);
    place.textContent = held < wanted
      ? `lệch ${show(wanted - held)} ${unit} so với chỉ tiêu được giao ${show(wanted)}`
      : `đủ ${show(wanted)} ${unit}`;
  }

  function tell(more = "") {
    const count = cells.filter(isChanged).length;
    save.disabled = count === 0;
    said.textContent = (count ? `${count} ô chưa lưu.` : "Chưa có ô nào thay đổi.") + more;
  }

  function refresh(changed, more) {
    for (const cell of changed) showRow(cell);
    showTotals();
    tell(more);
  }

  // one act: what each cell held before and holds after
  function act(changes, more) {
    if (!changes.length) return;
    done.push(changes);
    undone.length = 0;
    for (const [cell, , after] of changes) {
      cell.value = after;
      cell.dataset.last = after;
    }
    refresh(changes.map(([cell]) => cell), more);
  }

  function step(from, to, which) {
    const changes = from.pop();
    if (!changes) return;
    to.push(changes);
    for (const [cell, before, after] of changes) {
      cell.value = which === "undo" ? before : after;
      cell.dataset.last = cell.value;
    }
    refresh(changes.map(([cell]) => cell), which === "undo" ? " Đã hoàn tác." : " Đã làm lại.");
    changes[0][0].focus();
  }

  function commit(cell) {
    const before = cell.dataset.last;
    if (cell.value !== before) {
      const after = cell.value;
      act([[cell, before, after]]);
    }
  }

  const rowOf = (cell) => cell.closest("tr");
  const inColumn = (row, column) => row?.querySelector(`input.cell[data-column="${column}"]`);

  function move(cell, rows, columns) {
    commit(cell);
    let row = rowOf(cell);
    let column = Number(cell.dataset.column);
    for (let tries = 0; tries < 500; tries += 1) {
      for (let n = 0; n < Math.abs(rows) && row; n += 1) row = rows > 0 ? row.nextElementSibling : row.previousElementSibling;
      column += columns;
      if (!row || column < 0 || column > 200) return;
      const next = inColumn(row, column);
      if (next) {
        next.focus();
        return;
      }
    }
  }

  function paste(cell, text) {
    const block = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const changes = [];
    let outside = 0;
    let row = rowOf(cell);
    const first = Number(cell.dataset.column);
    for (const line of block) {
      line.forEach((value, offset) => {
        const target = inColumn(row, first + offset);
        if (!target) outside += 1;
        else if (target.value !== value.trim()) changes.push([target, target.value, value.trim()]);
      });
      row = row?.nextElementSibling ?? null;
    }
    const more = outside ? ` ${outside} ô không dán được: ra ngoài bảng, hoặc dòng đã đăng ký.` : "";
    act(changes, more);
    if (!changes.length) tell(more);
  }

  for (const cell of cells) {
    cell.dataset.last = cell.value;
    cell.addEventListener("focus", () => cell.select());
    cell.addEventListener("input", () => refresh([cell], ""));
    cell.addEventListener("change", () => commit(cell));
    cell.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!/[\t\n]/.test(text.replace(/\n$/, ""))) return;
      event.preventDefault();
      commit(cell);
      paste(cell, text);
    });
    cell.addEventListener("keydown", (event) => {
      const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
      const atStart = cell.selectionEnd === 0 || whole;
      const atEnd = cell.selectionStart === cell.value.length || whole;
      const steps = {
        Enter: [event.shiftKey ? -1 : 1, 0],
        ArrowDown: [1, 0],
        ArrowUp: [-1, 0],
        ArrowLeft: atStart ? [0, -1] : null,
        ArrowRight: atEnd ? [0, 1] : null,
      };
      const wanted = event.ctrlKey || event.altKey ? null : steps[event.key];
      if (event.ctrlKey && (event.key === "Home" || event.key === "End")) {
        event.preventDefault();
        commit(cell);
        cells.at(event.key === "Home" ? 0 : -1).focus();
      } else if (wanted) {
        event.preventDefault();
        move(cell, ...wanted);
      } else if (event.key === "Escape") {
        cell.value = cell.dataset.last;
        refresh([cell], "");
        cell.select();
      }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey) return;
    const key = event.key.toLowerCase();
    if ((key === "z" || key === "y") && !document.activeElement?.matches("input:not(.cell), textarea")) {
      event.preventDefault();
      if (document.activeElement?.matches("input.cell")) commit(document.activeElement);
      if (key === "z" && !event.shiftKey) step(done, undone, "undo");
      else step(undone, done, "redo");
    } else if (key === "s") {
      event.preventDefault();
      if (document.activeElement?.matches("input.cell")) commit(document.activeElement);
      if (!save.disabled) form.requestSubmit(save);
    }
  });

  form.addEventListener("submit", () => {
    leaving = true;
    form.elements.cells.value = JSON.stringify(
      cells.filter(isChanged).map((cell) => ({
        line: cell.dataset.line,
        version: cell.dataset.version,
        text: cell.value,
        area: rowOf(cell).querySelector("th").textContent.trim(),
      })),
    );
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && cells.some(isChanged)) event.preventDefault();
  });
  refresh(cells, "");
  // ready to type where something is to be mended, else at the first cell
  (form.querySelector('.cell[aria-invalid="true"]') ?? cells[0])?.focus({ preventScroll: true });
})();
