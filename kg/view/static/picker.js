// A field that finds one thing by typing: results under it, arrows and Enter choose.

let pickers = 0;

// `find(typed)` gives items, `show(item)` their elements, `text(item)` what the field says,
// `pick(item or null)` is told. Returns { box, input }.
function picker({ label, find, show, text, pick, input: given, list: givenList, keep }) {
  pickers += 1;
  const id = givenList ? givenList.id : `picker-${pickers}`;
  const list = givenList || el("ul", { id, role: "listbox", class: "results", "aria-label": label, hidden: "" });
  const input = given || el("input", { type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-label": label, placeholder: label });
  let items = [];
  let active = 0;
  const mark = () => {
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(items.length > 0 && i === active));
      if (i === active) item.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", items.length ? `${id}-${active}` : "");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const choose = (i) => {
    close();
    if (!keep) input.value = text(items[i]);
    pick(items[i]);
  };
  const open = () => {
    items = find(input.value);
    active = 0;
    const rows = items.map((item, i) => el("li", {
      id: `${id}-${i}`, role: "option",
      onmousedown: (event) => {
        event.preventDefault();
        choose(i);
      },
    }, ...show(item)));
    list.replaceChildren(...(rows.length ? rows : [el("li", { class: "meta" }, word("nothing"))]));
    list.hidden = !input.value.trim() && !items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  input.addEventListener("input", () => {
    open();
    if (!input.value && !keep) pick(null);
  });
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && items.length) {
      event.preventDefault();
      active = Math.max(0, Math.min(items.length - 1, active + move));
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (items.length && !list.hidden) choose(active);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  return { box: given ? null : el("div", { class: "picker" }, input, list), input, close };
}
