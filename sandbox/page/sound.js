// A short, soft tone for a new message; silent until the visitor asks for it.

let context = null;
let wanted = false;

/** Switch the sound. Browsers let sound begin only with a press, so the context is made here. */
export function setSound(on) {
  wanted = on;
  if (on) {
    context ??= new AudioContext();
    context.resume();
    ping();
  }
}

/** Two notes, a third of a second. */
export function ping() {
  if (!wanted || context === null) return;
  note(880, 0);
  note(1318.5, 0.09);
}

function note(frequency, delay) {
  const start = context.currentTime + delay;
  const tone = new OscillatorNode(context, { type: "sine", frequency });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.linearRampToValueAtTime(0.08, start + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.24);
  tone.connect(loudness).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.25);
}
