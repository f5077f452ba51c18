// Whose phones are shown: any of the people there are, in the order they were chosen; and new ones.

import { make } from "./element.js";
import * as sandbox from "./sandbox.js";

const LANGUAGES = [["sr", "Serbian"], ["ro", "Romanian"], ["en", "English"]];

export class PeoplePanel {
  name = "Phones";

  constructor(page) {
    this.page = page;
    this.list = make("ul", { class: "people" });
    this.count = make("p", { class: "quiet", role: "status" });
    const all = make("button", { type: "button", class: "key", click: () => page.choose(page.people().map(({ id }) => id)) }, "Show all");
    const sound = make("button", { type: "button", class: "key", "aria-pressed": "false", click: () => this.switchSound(sound) }, "Sound is off");
    this.element = make("section", { class: "panel" }, make("h2", {}, "Whose phones are shown"), this.list, this.count, make("div", { class: "row" }, all, sound), this.form());
  }

  form() {
    const field = (label, control) => make("label", {}, label, control);
    const name = make("input", { name: "name", required: true, maxlength: 60, autocomplete: "off" });
    const phone = make("input", { name: "phone", inputmode: "tel", placeholder: "+381… or +40…", autocomplete: "off" });
    const language = make("select", { name: "language" }, ...LANGUAGES.map(([value, words]) => make("option", { value }, words)));
    this.complaint = make("p", { class: "complaint", role: "alert" });
    const submit = async (event) => {
      event.preventDefault();
      try {
        const made = await sandbox.addPerson({ name: name.value.trim(), phone: phone.value.trim() || null, language_code: language.value });
        form.reset();
        this.complaint.textContent = "";
        await this.page.choose([...this.page.shown(), made.id]);
      } catch (fault) {
        this.complaint.textContent = fault.message;
      }
    };
    const form = make("form", { class: "free", submit }, make("h2", {}, "Another phone"),
      make("p", { class: "quiet" }, "A stranger’s phone, for example: see what somebody reads who was not invited."),
      field("Name", name), make("div", { class: "row" }, field("Number", phone), field("Language", language)),
      this.complaint, make("button", { class: "key primary" }, "Add this phone"));
    return form;
  }

  switchSound(button) {
    const on = this.page.switchSound();
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Sound is on" : "Sound is off";
  }

  refresh() {
    const shown = new Set(this.page.shown());
    const people = this.page.people();
    const key = JSON.stringify([people, [...shown]]);
    if (key === this.drawn) return;
    this.drawn = key;
    const held = document.activeElement?.dataset?.choose;
    this.list.replaceChildren(...people.map((person) => this.entry(person, shown.has(person.id))));
    this.list.querySelector(`[data-choose="${held}"]`)?.focus();
    this.count.textContent = `${shown.size} of ${people.length} shown`;
  }

  entry(person, shown) {
    const change = ({ target }) => {
      const others = this.page.shown().filter((id) => id !== person.id);
      this.page.choose(target.checked ? [...others, person.id] : others);
    };
    const facts = [person.about, person.language_code?.toUpperCase(), person.phone, person.blocked ? "has blocked the bot" : ""].filter(Boolean).join(" · ");
    const box = make("input", { type: "checkbox", checked: shown, change, "data-choose": person.id });
    return make("li", {}, make("label", { class: "entry" }, box, make("span", { class: "lines" }, make("strong", { dir: "auto" }, person.name), make("bdi", { class: "quiet" }, facts))));
  }
}
