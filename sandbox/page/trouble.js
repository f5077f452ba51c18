// What stands between the visitor and the assistant, in one line above the phones.

const PATIENCE = 10; // seconds that what was sent may wait for the assistant
const AWAY = "The sandbox does not answer. Trying again …";
const CUT = "Telegram is down: whatever is sent now waits, and arrives once it works again.";
const SILENT = "The assistant does not answer. Whatever is sent waits for it.";

const BACK = "Telegram is back; what waited is catching up.";
const CATCHING_UP_MS = 60_000; // longer than the longest pause between two tries of the assistant

const at = (id) => document.getElementById(id);
const known = { away: false, cut: false, waiting: 0, back: -Infinity };

/** Whether the sandbox could not be reached. */
export const isAway = () => known.away;

/** What has become known: `away` of the sandbox, `cut` of its Telegram, seconds of `waiting`. */
export function learnTrouble(facts) {
  if (known.cut && facts.cut === false) known.back = performance.now();
  else if (facts.waiting === 0) known.back = -Infinity;
  Object.assign(known, facts);
  const catchingUp = performance.now() - known.back < CATCHING_UP_MS;
  const words = known.away ? AWAY : known.cut ? CUT : catchingUp ? BACK : known.waiting > PATIENCE ? SILENT : "";
  at("lost").hidden = words === "";
  if (at("lost").textContent !== words) at("lost").textContent = words;
  at("link").textContent = known.away ? "not connected" : "live";
  at("link").classList.toggle("away", known.away);
}
