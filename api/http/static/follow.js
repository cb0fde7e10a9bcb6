// Follows a plan that is being made: by server-sent events, or by asking where they do not come
// through; shows the finished plan when it is there.
const box = document.getElementById("making");
const [bar, percent, phase, best, elapsed, lost] = [
  "progress", ".percent", ".phase", ".best", ".elapsed", ".lost",
].map((name) => box.querySelector(name));
const told = document.getElementById("told");
const here = `/plans/${encodeURIComponent(box.dataset.plan)}`;
const ASK_MS = 1000, RETRY_MS = 2000;
let spoken = phase.textContent, away = false;

// Screen readers hear of a new phase, not of each percent.
function say(text) {
  if (text !== spoken) told.textContent = spoken = text;
}

function show(state) {
  bar.value = state.share;
  bar.textContent = percent.textContent = state.percent;
  phase.textContent = state.phase;
  best.textContent = state.best;
  elapsed.textContent = state.elapsed || "–";
  document.title = document.title.replace(/^[^–]*–/, `${state.percent} –`);
  say(state.phase);
}

function disconnected(text) {
  away = true;
  lost.textContent = text;
  lost.hidden = false;
  say(text);
}

function connected() {
  if (!away) return;
  away = false;
  lost.hidden = true;
  say(box.dataset.back);
}

// Whether to go on asking.
async function look() {
  let answer;
  try {
    answer = await fetch(`${here}/status`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
  } catch {
    disconnected(box.dataset.lost);
    return true;
  }
  if (answer.status === 401 || answer.status === 403) {
    disconnected(box.dataset.ended);
    location.assign(here); // to the door, and back here from there
    return false;
  }
  if (answer.status === 404) {
    disconnected(box.dataset.gone);
    return false;
  }
  if (!answer.ok) {
    disconnected(box.dataset.lost);
    return true;
  }
  connected();
  const state = await answer.json();
  show(state);
  if (state.final) {
    say(box.dataset.ready);
    location.reload();
  }
  return !state.final;
}

let asking = false;
async function ask() {
  if (asking) return;
  asking = true;
  while (await look()) await new Promise((go) => setTimeout(go, away ? RETRY_MS : ASK_MS));
  asking = false;
}

// An event says that there is news; the page's own address says it in words.
const events = new EventSource(`/v1${here}/events`);
let pending = false;
async function news() {
  if (pending || asking) return;
  pending = true;
  await look();
  pending = false;
}
events.addEventListener("progress", news);
events.addEventListener("end", () => { events.close(); news(); });
events.addEventListener("error", () => {
  events.close();
  ask();
});
