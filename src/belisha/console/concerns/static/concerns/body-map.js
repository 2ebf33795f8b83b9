// A click on the figure of a body map fills the next empty row: the part of the body, and the very place. Without this
// the part is chosen from the list, which puts the mark into its middle.
const SVG = "http://www.w3.org/2000/svg";
const figures = [...document.querySelectorAll("[data-body]")];
const rows = [...document.querySelectorAll("[data-row]")];

function field(row, name) {
  return row.querySelector(`[name$="-${name}"]`);
}

function middle(shape) {
  const box = shape.getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function draw(row) {
  const number = row.dataset.row;
  document.querySelectorAll(`[data-mark="${number}"]`).forEach((old) => old.remove());
  const shape = document.querySelector(`[data-part="${CSS.escape(field(row, "part").value)}"]`);
  if (!shape) {
    return;
  }
  const [x, y] = field(row, "x").value ? [field(row, "x").value, field(row, "y").value] : middle(shape);
  const mark = document.createElementNS(SVG, "g");
  mark.setAttribute("class", "bel-body__mark");
  mark.setAttribute("transform", `translate(${x} ${y})`);
  mark.dataset.mark = number;
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("r", "9");
  const text = document.createElementNS(SVG, "text");
  text.setAttribute("y", "4");
  text.textContent = number;
  mark.append(circle, text);
  shape.ownerSVGElement.append(mark);
}

function pick(event) {
  const shape = event.target.closest("[data-part]");
  const row = rows.find((each) => !field(each, "part").value && !field(each, "words").value);
  if (!shape || !row) {
    return;
  }
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(shape.getScreenCTM().inverse());
  field(row, "part").value = shape.dataset.part;
  field(row, "x").value = Math.round(place.x);
  field(row, "y").value = Math.round(place.y);
  draw(row);
  field(row, "words").dispatchEvent(new Event("input", { bubbles: true }));
  field(row, "words").focus();
}

for (const figure of figures) {
  figure.dataset.picks = "";
  figure.addEventListener("click", pick);
}
for (const row of rows) {
  field(row, "part").addEventListener("change", () => {
    field(row, "x").value = "";
    field(row, "y").value = "";
    draw(row);
  });
}
for (const hint of document.querySelectorAll("[data-with-script]")) {
  hint.hidden = false;
}
