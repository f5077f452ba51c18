// The story: asked for here, played by whoever runs the sandbox, followed with the eye.

import { englishOf } from "./captions.js";
import { make } from "./element.js";
import * as sandbox from "./sandbox.js";

const at = (id) => document.getElementById(id);
const NOTHING = { told: false, playing: false };

export class Story {
  /** `phones` are those on the page, by person. */
  constructor(phones) {
    this.phones = phones;
    this.facts = NOTHING;
    this.bar = at("story");
    at("play").addEventListener("click", () => this.play());
    at("story-close").addEventListener("click", () => (this.bar.hidden = true));
    // Whoever uses a phone has read what the page is.
    at("phones").addEventListener("click", ({ target }) => {
      const done = !this.facts.playing && target.closest(".key, .send");
      if (this.isPrologue() || done) this.bar.hidden = true;
    });
  }

  async play() {
    try {
      this.show(await sandbox.playStory());
    } catch (fault) {
      this.bar.hidden = false;
      at("story-scene").textContent = fault.message;
    }
  }

  async refresh() {
    this.show(await sandbox.story());
  }

  show(facts) {
    const before = this.facts;
    this.facts = facts;
    at("play").hidden = !facts.told;
    at("play").disabled = facts.playing;
    at("play").querySelector(".tool-words").textContent = facts.playing ? "Playing …" : facts.step ? "Play it again" : "Play the story";
    const over = before.playing && !facts.playing;
    const prologue = this.isPrologue() && !this.read;
    this.read ||= prologue;
    if (facts.playing || over || prologue) this.bar.hidden = false;
    at("story-progress").hidden = this.isPrologue();
    if (!facts.told) this.bar.hidden = true;
    this.bar.classList.toggle("failed", Boolean(facts.failed));
    at("story-close").hidden = facts.playing;
    if (facts.of) at("story-progress").max = facts.of;
    at("story-progress").value = facts.step ?? 0;
    at("story-count").textContent = facts.step ? `${facts.step} of ${facts.of}` : "";
    at("story-scene").textContent = facts.scene ?? "It begins …";
    at("story-deed").replaceChildren(...this.deed());
    if (facts.playing !== before.playing) this.makeRoom(facts.playing);
    this.point();
    // Whose turn it is next stands in front, where there is room for one phone.
    if (over) this.phones.get(facts.person)?.element.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
  }

  /** Before anything is told: a sentence about what stands on the page. */
  isPrologue() {
    const { told, playing, step, scene } = this.facts;
    return Boolean(told && !playing && !step && scene);
  }

  /** Large keys are folded away while the story is told, except where they are pressed. */
  makeRoom(wanted) {
    document.body.classList.toggle("telling", wanted);
    for (const phone of this.phones.values()) {
      phone.foot.fold(wanted);
      if (wanted) {
        phone.scroll.keep();
      } else {
        phone.makeRoom([]);
        phone.scroll.toNewest();
      }
    }
  }

  deed() {
    const { name, label, playing, person } = this.facts;
    if (!playing || !name || !label) return [];
    const english = englishOf(label, this.phones.get(person)?.person.language_code ?? "");
    return [make("bdi", {}, name), " presses ", make("bdi", { class: "label" }, label), english ? ` (${english})` : ""];
  }

  /** Light up the phone, and the button that is pressed next. */
  point() {
    const { playing, person, label } = this.facts;
    for (const [id, phone] of this.phones) {
      const meant = playing && id === person;
      const moved = meant && !phone.element.classList.contains("acting");
      phone.element.classList.toggle("acting", meant);
      phone.pointAt(meant ? label : null);
      if (playing && !meant) phone.foot.fold(true);
      if (moved) phone.element.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
    }
  }
}
