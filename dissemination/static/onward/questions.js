// Questions with a condition come and go as the answers before them change. Without this script all of them stand
// there, each with words that say of whom it is asked; the server takes the answers of those alone.

const asked = (root) => [...root.querySelectorAll("[data-only-if]")];

function answersOf(root, name) {
  return [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => !control.disabled && (!/radio|checkbox/.test(control.type) || control.checked))
    .map((control) => control.value);
}

// One after the other from the top: a question that has just gone has no answer for those below it.
function settle(root) {
  asked(root).forEach((block) => {
    const wanted = block.dataset.onlyValue.split("\n");
    const isAsked = answersOf(root, block.dataset.onlyIf).some((answer) => wanted.includes(answer));
    block.hidden = !isAsked;
    block.querySelectorAll("input, select, textarea").forEach((control) => (control.disabled = !isAsked));
  });
}

export function follow(root) {
  settle(root);
  root.addEventListener("change", () => settle(root));
}

document.querySelectorAll("form, [data-preview]").forEach((root) => {
  if (asked(root).length) {
    follow(root);
  }
});
