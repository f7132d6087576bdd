// A table's page without a network: what is typed waits on the phone and is sent again until it is kept.
// The page works without this file; this file never holds words that are not in localStorage too.

const form = document.getElementById("write");
if (form) start(form);

function start(form) {
  const table = form.dataset.table;
  const box = form.elements.text;
  const list = document.getElementById("said");
  const left = document.getElementById("left");
  const saving = document.getElementById("saving");
  const here = `${form.elements.question.value}.${form.elements.perspective.value}`;
  const queue = store(`onward.table.${table}`, []);
  const draft = store(`onward.draft.${table}.${here}`, "");
  let saved = Number(saving.dataset.saved);
  let isSending = false;

  function show() {
    const words = saving.dataset.words;
    saving.textContent = words.replace("{saved}", saved).replace("{waiting}", queue.value.length);
    document.getElementById("nothing-yet").hidden = list.children.length > 0;
    showLeft();
  }

  function showLeft() {
    left.hidden = false;
    left.textContent = left.dataset.words.replace("{left}", box.maxLength - box.value.length);
  }

  function row(template, point) {
    const item = document.getElementById(template).content.firstElementChild.cloneNode(true);
    item.dataset.client = point.client_id;
    item.querySelector(".said__text").textContent = point.text;
    return item;
  }

  function known(clientId) {
    return list.querySelector(`[data-client="${CSS.escape(clientId)}"]`);
  }

  function belongsHere(point) {
    return `${point.question}.${point.perspective ?? ""}` === here;
  }

  function showWaiting(point) {
    if (!belongsHere(point) || known(point.client_id)) return;
    const item = row("waiting-point", point);
    item.querySelector("button").addEventListener("click", () => putBack(point));
    list.prepend(item);
  }

  function showSaved(point) {
    if (!belongsHere(point)) return;
    const item = row("saved-point", point);
    item.querySelector("a").href = `${form.dataset.points}${point.id}/`;
    item.querySelectorAll(".said__which").forEach((words) => (words.textContent = `: ${point.text}`));
    item.querySelectorAll("[data-when]").forEach((tag) => showTag(tag, point[tag.dataset.when]));
    showStar(item.querySelector("form"), point);
    const waiting = known(point.client_id);
    if (waiting) waiting.replaceWith(item);
    else list.prepend(item);
  }

  function showTag(tag, value) {
    tag.hidden = !value;
    if (typeof value === "string") tag.textContent = value;
  }

  function showStar(star, point) {
    star.action = `${form.dataset.points}${point.id}/star/`;
    if (!point.is_starred) return;
    star.elements.is_starred.remove();
    star.querySelector(".said__verb").textContent = star.querySelector("button").dataset.undo;
  }

  function showRefused(point, answer) {
    const first = Object.values(answer.errors ?? {})[0]?.[0]?.message;
    const item = known(point.client_id);
    if (!item) return;
    const tag = item.querySelector("[data-refused]");
    tag.textContent = tag.dataset.refused;
    item.querySelector(".said__reason").textContent = answer.reason ?? first ?? "";
    item.querySelector("button").hidden = false;
  }

  function putBack(point) {
    queue.value = queue.value.filter((other) => other.client_id !== point.client_id);
    known(point.client_id)?.remove();
    box.value = box.value ? `${box.value}\n${point.text}` : point.text;
    draft.value = box.value;
    box.focus();
    show();
  }

  async function send(point) {
    const response = await fetch(form.dataset.points, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify(point),
    });
    if (!(response.headers.get("Content-Type") ?? "").includes("json")) return false;
    const answer = await response.json();
    if (!response.ok) {
      showRefused(point, answer);
      return false;
    }
    queue.value = queue.value.filter((other) => other.client_id !== point.client_id);
    saved = answer.saved;
    showSaved(answer.point);
    return true;
  }

  async function flush() {
    if (isSending) return;
    isSending = true;
    try {
      for (const point of queue.value) await send(point);
    } catch {
      // no network: everything stays in the queue until the next try
    } finally {
      isSending = false;
      show();
    }
  }

  async function fetchOthers() {
    if (document.hidden) return;
    try {
      const response = await fetch(form.dataset.points);
      if (!response.ok) return;
      const { points } = await response.json();
      saved = points.length;
      points.filter((point) => !known(point.client_id)).forEach(showSaved);
      show();
    } catch {
      // no network: what the other scribe wrote comes with the next try
    }
  }

  function read() {
    const fields = new FormData(form);
    const point = Object.fromEntries(fields);
    delete point.csrfmiddlewaretoken;
    return { ...point, text: box.value.trim(), client_id: newId() };
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const point = read();
    if (!point.text) return box.focus();
    queue.value = [...queue.value, point];
    draft.value = "";
    form.reset();
    box.value = "";
    showWaiting(point);
    show();
    flush();
    box.focus();
  });
  box.addEventListener("input", () => {
    draft.value = box.value;
    showLeft();
  });
  window.addEventListener("online", flush);
  setInterval(flush, 5000);
  setInterval(fetchOthers, 20000);

  if (!box.value && draft.value) box.value = draft.value;
  queue.value.forEach(showWaiting);
  show();
  flush();
}

// A value that outlives the page; kept in memory alone where the browser gives no room for it.
function store(key, empty) {
  let memory = empty;
  return {
    get value() {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? memory;
      } catch {
        return memory;
      }
    },
    set value(next) {
      memory = next;
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // the browser keeps nothing: the open page does
      }
    },
  };
}

// crypto.randomUUID exists on https pages only; a table may be on a plain local network.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
