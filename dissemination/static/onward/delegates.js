// The list of delegates: one tick for the whole page, and how many are ticked. Nothing here is needed to work.

const form = document.querySelector("#delegates");
const all = form?.querySelector("[data-ticks-all]");
const count = form?.querySelector("[data-count]");
const ticks = [...(form?.querySelectorAll("[name=chosen]") ?? [])];

function tell() {
  const chosen = ticks.filter((tick) => tick.checked).length;
  all.checked = chosen === ticks.length;
  all.indeterminate = chosen > 0 && chosen < ticks.length;
  if (count) {
    count.textContent = `${count.dataset.words} ${chosen}`;
  }
}

if (all) {
  all.hidden = false;
  if (count) {
    count.hidden = false;
  }
  all.addEventListener("change", () => {
    ticks.forEach((tick) => {
      tick.checked = all.checked;
    });
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
