(function () {
  "use strict";
  function find(id) { return document.getElementById(id); }
  function show(id, deed) {
    var button = find(id);
    if (button) { button.hidden = false; button.addEventListener("click", deed); }
    return button;
  }
  if (history.length > 1) { show("back", function () { history.back(); }); }
  show("again", function () { location.reload(); });
  var words = find("words"), voice = window.speechSynthesis;
  if (!words || !voice || !window.SpeechSynthesisUtterance) { return; }
  var label = show("read", function () {
    if (voice.speaking) { voice.cancel(); return; }
    var said = new SpeechSynthesisUtterance(words.innerText);
    said.lang = "en-GB";
    said.rate = 0.85;
    said.onend = said.onerror = function () { label.textContent = words.dataset.listen; };
    label.textContent = words.dataset.hush;
    voice.speak(said);
  }).querySelector("span");
})();
