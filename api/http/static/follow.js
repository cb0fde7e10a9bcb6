// Follows a plan that is being made; reloads the page when it is there.
const bar = document.getElementById("progress");
const phase = document.getElementById("phase");

async function look() {
  try {
    const answer = await fetch(bar.dataset.plan + "/status");
    const state = await answer.json();
    if (!answer.ok || state.final) return location.reload();
    bar.value = state.share;
    phase.textContent = state.phase;
  } catch {
    phase.textContent = "Le service ne répond pas ; nouvel essai…";
  }
  setTimeout(look, 1000);
}

setTimeout(look, 500);
