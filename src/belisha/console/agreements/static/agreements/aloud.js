/* Reads an agreement aloud with the browser's own voice. Without one, or without script, the text is just text. */
const text = document.querySelector("[data-aloud]");
const voice = window.speechSynthesis;

function stop() {
  voice.cancel();
  for (const one of text.querySelectorAll(".agr-clause--now")) one.classList.remove("agr-clause--now");
}

function say(said) {
  const words = new SpeechSynthesisUtterance(said.textContent);
  words.lang = text.lang;
  words.rate = 0.85;
  const clause = said.closest(".agr-clause");
  words.addEventListener("start", () => clause?.classList.add("agr-clause--now"));
  words.addEventListener("end", () => clause?.classList.remove("agr-clause--now"));
  voice.speak(words);
}

if (text && voice && "SpeechSynthesisUtterance" in window) {
  const panel = text.querySelector(".agr-aloud");
  panel.hidden = false;
  panel.querySelector("[data-aloud-all]").addEventListener("click", () => {
    stop();
    for (const said of text.querySelectorAll(".agr-said")) say(said);
  });
  panel.querySelector("[data-aloud-stop]").addEventListener("click", stop);
  for (const clause of text.querySelectorAll(".agr-clause")) {
    clause.addEventListener("click", () => {
      stop();
      for (const said of clause.querySelectorAll(".agr-said")) say(said);
    });
  }
  window.addEventListener("pagehide", stop);
}
