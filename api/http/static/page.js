// Small helps; every page works without them.

// What was done or went wrong is read out, and is where the keyboard goes on from.
document.querySelector("[data-focus]")?.focus({ preventScroll: false });

// On a phone the tabs are wider than the screen: the one that is open is shown.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Paper cannot be unfolded.
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not(.change)")) part.open = true;
});

// A form that makes something is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button[type=submit]").setAttribute("aria-disabled", "true");
  });
}
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // back again: the form may be sent anew
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    form.querySelector("button[type=submit]").removeAttribute("aria-disabled");
  }
});

// A file that is too large is told before it is sent.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const file = input.files[0];
    const large = file && file.size > Number(input.dataset.most);
    input.setCustomValidity(large ? input.dataset.large : "");
    if (large) input.reportValidity();
  });
}

// What was chosen in one form is kept when another is sent.
for (const copy of document.querySelectorAll("input[data-follows]")) {
  const field = document.getElementById(copy.dataset.follows);
  copy.form.addEventListener("submit", () => { copy.value = field.value; });
}

// Fields that only one choice needs are shown with it.
for (const select of document.querySelectorAll("select[data-shows]")) {
  const part = document.getElementById(select.dataset.shown ?? select.dataset.shows);
  const show = () => { part.hidden = select.value !== select.dataset.shows; };
  select.addEventListener("change", show);
  show();
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.querySelector("[data-word]").textContent = button.dataset.done;
  });
}
