const element = id => document.getElementById(id);
const message = element("message"), drop = element("drop"), classes = element("classes"), photo = element("photo");
let latest = 0;

function say(text, isError = false) {
  message.textContent = text;
  message.classList.toggle("error", isError);
}

function show(file, seen) {
  URL.revokeObjectURL(photo.src);
  photo.src = URL.createObjectURL(file);
  classes.src = `data:image/png;base64,${seen.picture}`;
  element("legend").replaceChildren(...[...seen.classes].sort((a, b) => b.share - a.share).map(one => {
    const row = document.createElement("tr");
    row.classList.toggle("absent", one.share === 0);
    const swatch = document.createElement("span");
    swatch.className = "swatch";
    swatch.style.background = one.colour;
    row.insertCell().append(swatch);
    row.insertCell().textContent = one.name;
    row.insertCell().textContent = `${(100 * one.share).toFixed(1)} %`;
    return row;
  }));
  element("picture").hidden = element("side").hidden = false;
  say(`${file.name}: ${seen.width}×${seen.height} pixels, ${Math.round(seen.milliseconds)} ms.`);
}

async function segment(file) {
  const mine = ++latest;
  say(`${file.name}: one moment…`);
  try {
    const answer = await fetch("/segment", { method: "POST", body: file });
    const body = await answer.json().catch(() => ({ error: `The server answered ${answer.status}.` }));
    // An older answer must not replace a newer image.
    if (mine !== latest) return;
    if (answer.ok) show(file, body);
    else say(body.error, true);
  } catch {
    if (mine === latest) say("The server cannot be reached.", true);
  }
}

element("file").addEventListener("change", event => {
  if (event.target.files.length) segment(event.target.files[0]);
});
element("opacity").addEventListener("input", event => { classes.style.opacity = event.target.value / 100; });
classes.style.opacity = element("opacity").value / 100;
for (const kind of ["dragenter", "dragover"])
  drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"])
  drop.addEventListener(kind, event => { event.preventDefault(); drop.classList.remove("over"); });
drop.addEventListener("drop", event => {
  if (event.dataTransfer.files.length) segment(event.dataTransfer.files[0]);
  else say("That is not a file.", true);
});
