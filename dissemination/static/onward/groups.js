// The tables of a workshop by hand: drag somebody to a table, or press somebody and then a table. What the move
// would change is shown before it is made. Everything goes through the form, which works without this file.

const form = document.getElementById("groups-move");
if (form) start(form);

function start(form) {
  const preview = document.getElementById("groups-preview");
  const who = form.elements.who;
  const group = form.elements.group;
  form.querySelector("[data-foresee]").hidden = true; // what would change is told without asking
  let dragged = null;
  let asked = 0;
  let waiting = 0;

  const optionOf = (person) => [...who.options].find((one) => one.value.split(":")[0] === person.split(":")[0]);

  function choose(person) {
    const option = optionOf(person);
    if (option) who.value = option.value;
    document.querySelectorAll("[data-who]").forEach((seat) => {
      seat.classList.toggle("groups__chosen", seat.dataset.who === who.value);
    });
  }

  async function foresee() {
    window.clearTimeout(waiting);
    const turn = ++asked;
    if (!who.value || !group.value) {
      preview.replaceChildren();
      return;
    }
    const wish = new URLSearchParams({ who: who.value, group: group.value });
    const answer = await fetch(`${form.dataset.preview}?${wish}`);
    if (turn === asked && answer.ok) {
      preview.replaceChildren(...parsed(await answer.text()).body.childNodes);
    }
  }

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

  function put(piece) {
    const old = document.getElementById(piece.id);
    if (old) old.replaceWith(piece);
  }

  // What the answer brings takes the place of what stood there; the form follows, everybody under their table.
  function take(page) {
    const isOpen = document.querySelector("#groups-reasons [open]");
    ["groups-say", "groups-bar", "groups-reasons", "groups-unseated"].forEach((id) => put(page.getElementById(id)));
    if (isOpen) document.querySelectorAll("#groups-reasons details").forEach((one) => (one.open = true));
    page.querySelectorAll("[data-table]").forEach((table) => {
      put(table);
      const option = [...group.options].find((one) => one.value === table.dataset.table);
      if (option) option.textContent = option.textContent.replace(/\(\d+\)$/, `(${table.dataset.heads})`);
      const seats = who.querySelector(`[data-seats="${table.dataset.table}"]`);
      table.querySelectorAll("[data-who]").forEach((seat) => {
        const person = optionOf(seat.dataset.who);
        if (!person) return;
        person.value = seat.dataset.who;
        if (seats) seats.append(person);
      });
    });
    who.querySelectorAll("optgroup").forEach((one) => (one.hidden = !one.children.length));
  }

  // The answer to a form, as a page; nothing where the page has to be opened again.
  async function answerTo(asking, button) {
    const body = new FormData(asking);
    body.append("step", document.querySelector("#groups-bar [name=step]").value);
    body.append(button.name, button.value);
    const answer = await fetch(asking.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (answer.status !== 200 && answer.status !== 409) window.location.reload();
    else return { page: parsed(await answer.text()), isDone: answer.status === 200 };
  }

  async function send(button) {
    const answer = await answerTo(form, button);
    if (!answer) return;
    take(answer.page);
    group.value = "";
    preview.replaceChildren();
    choose(who.value);
  }

  // A table set up: its card is new, and what was open stays in hand; what was refused stays as it was typed.
  async function setUp(asking, button) {
    const table = asking.closest("[data-table]").id;
    const answer = await answerTo(asking, button);
    if (!answer) return;
    if (answer.isDone) take(answer.page);
    else {
      put(answer.page.getElementById("groups-say"));
      const stood = answer.page.querySelector(`#${table} [name=stood]`);
      if (stood) asking.elements.stood.value = stood.value;
    }
    (answer.isDone ? document.querySelector(`#${table} summary`) : button).focus();
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-setup]")) return;
    event.preventDefault();
    setUp(event.target, event.submitter);
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    event.preventDefault();
    if (!button || button.formMethod === "get") foresee();
    else send(button);
  });
  who.addEventListener("change", () => {
    choose(who.value);
    foresee();
  });
  group.addEventListener("change", foresee);

  const tableOf = (event) => event.target.closest("[data-table]");

  document.addEventListener("click", (event) => {
    const seat = event.target.closest("[data-who]");
    if (seat) choose(seat.dataset.who);
    else if (tableOf(event) && who.value && !event.target.closest("a, details")) group.value = tableOf(event).dataset.table;
    else return;
    foresee();
  });
  document.addEventListener("dragstart", (event) => {
    const seat = event.target.closest("[data-who]");
    if (!seat) return;
    dragged = seat.dataset.who;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
    choose(dragged);
  });
  document.addEventListener("dragover", (event) => {
    const table = dragged && tableOf(event);
    if (!table) return;
    event.preventDefault();
    if (group.value === table.dataset.table) return;
    document.querySelectorAll(".groups__over").forEach((one) => one.classList.remove("groups__over"));
    table.classList.add("groups__over");
    group.value = table.dataset.table;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(foresee, 80);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll(".groups__over").forEach((one) => one.classList.remove("groups__over"));
  });
  document.addEventListener("drop", (event) => {
    if (!dragged || !tableOf(event)) return;
    event.preventDefault();
    group.value = tableOf(event).dataset.table;
    form.requestSubmit(form.querySelector("[name=move]"));
  });
}
