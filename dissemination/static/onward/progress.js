// A draft that is being worked on: the page looks again by itself, and stays where the reader is.
// Without this file the browser loads the page again every two seconds.

const PAUSE = 1000;

async function look() {
  const here = document.getElementById("progress");
  const answer = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("progress");
  if (!next || !("open" in next.dataset)) {
    window.location.reload();
    return;
  }
  here.querySelector("progress").value = next.querySelector("progress").value;
  window.setTimeout(look, PAUSE);
}

window.setTimeout(look, PAUSE);
