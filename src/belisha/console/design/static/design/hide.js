// One key leaves a page that nobody beside the screen should read. What was typed is kept by its own script, which hears
// that the page is going; the page it goes to takes this one's place, so that "back" does not show it.
const link = document.querySelector("[data-hide]");

function hide(event) {
  event.preventDefault();
  document.body.hidden = true;
  document.title = "…";
  location.replace(link.href);
}

if (link) {
  link.addEventListener("click", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.repeat) {
      hide(event);
    }
  });
  for (const hint of document.querySelectorAll("[data-hide-hint]")) {
    hint.hidden = false;
  }
}
