// The organiser's page on which a question is written: the form beside it follows each keystroke, a moment later.
// The server makes the form, so that it is the one that delegates get. Without this script it follows after saving.
import { follow } from "./questions.js";

const WAIT = 300; // milliseconds of rest before the server is asked
const ABOVE = 80; // pixels of the form that stay visible above it
const written = document.querySelector("[data-preview-at]");
let waiting = 0;
let turn = 0;

// Where the preview scrolls by itself, it shows the question that is being written.
function bringIntoView(preview) {
  const block = preview.querySelector(`[name="${written.dataset.field}"]`)?.closest(".asked");
  if (block) {
    preview.scrollTop = block.offsetTop - ABOVE;
  }
}

async function show() {
  const mine = ++turn;
  const answer = await fetch(written.dataset.previewAt, { method: "POST", body: new FormData(written) });
  if (!answer.ok || mine !== turn) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = document.adoptNode(page.getElementById("preview"));
  document.getElementById("preview").replaceWith(fresh);
  follow(fresh);
  bringIntoView(fresh);
}

written?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => show().catch(() => {}), WAIT); // offline: the form stays as it was saved last
});
if (written) {
  bringIntoView(document.getElementById("preview"));
}
