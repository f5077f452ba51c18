// What slides up inside one phone and asks something; the other phones stay usable.

import { icon, make } from "./element.js";
import { BorderMap, load } from "./map.js";

/** Open a sheet over the phone's screen; returns how to close it. Escape and the veil cancel. */
function open(phone, title, parts, { kind = "sheet" } = {}) {
  const before = document.activeElement;
  const heading = make("h3", { id: `sheet-${phone.person.id}`, dir: "auto" }, title);
  const attributes = { class: kind, role: "dialog", "aria-modal": "true", "aria-labelledby": heading.id };
  const sheet = make("div", attributes, heading, ...parts);
  const veil = make("div", { class: "veil" }, sheet);
  const close = () => {
    veil.remove();
    if (phone.screen.querySelector(".veil")) return;
    for (const part of phone.inner) part.inert = false;
    (before && before.isConnected && phone.screen.contains(before) ? before : phone.log).focus({ preventScroll: true });
  };
  veil.addEventListener("click", (event) => event.target === veil && close());
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  for (const part of phone.inner) part.inert = true;
  phone.screen.append(veil);
  (sheet.querySelector("[data-first]") ?? sheet.querySelector("svg[tabindex], button, input")).focus({ preventScroll: true });
  return close;
}

function choice(label, style, press, more = {}) {
  return make("button", { type: "button", class: `key ${style}`.trim(), click: press, ...more }, label);
}

/** What a callback answers with show_alert: it stays until it is read. */
export function alertSheet(phone, text) {
  const ok = choice("OK", "primary", () => close(), { "data-first": true });
  const words = make("p", { class: "says", dir: "auto" }, text);
  const close = open(phone, phone.botName, [words, make("div", { class: "row" }, ok)], { kind: "alert" });
}

/** Ask before something happens that cannot be taken back. */
export function confirmSheet(phone, title, text, label, style, deed) {
  const cancel = choice("Cancel", "", () => close());
  const yes = choice(label, style, () => {
    close();
    deed();
  }, { "data-first": true });
  const words = make("p", { class: "says", dir: "auto" }, text);
  const close = open(phone, title, [words, make("div", { class: "row" }, cancel, yes)], { kind: "alert" });
}

/** A list of things to choose from. */
export function menuSheet(phone, title, entries) {
  const list = make("div", { class: "list" });
  for (const { name, symbol, deed } of entries) {
    const press = () => {
      close();
      deed();
    };
    list.append(make("button", { type: "button", class: "entry", click: press }, icon(symbol), name));
  }
  const close = open(phone, title, [list, choice("Cancel", "", () => close())]);
}

const ACCURACY = 12; // metres, of a known point

let points = null;

/** Where this phone is: one of the known points, or any latitude and longitude. */
export async function locationSheet(phone, send) {
  points ??= fetch("points.json").then((answer) => answer.json());
  const [known, data] = await Promise.all([points, load()]);
  const give = (point) => {
    close();
    send(point);
  };
  const cancel = choice("Cancel", "", () => close());
  const form = new FreePoint(give, cancel);
  const map = new BorderMap(data, (latitude, longitude) => form.fill({ latitude, longitude }));
  const list = knownPoints(known, (point) => {
    map.show(point.latitude, point.longitude);
    form.fill(point);
  });
  const close = open(phone, "Where is this phone?", [make("p", { class: "quiet" }, "Click on the map, or choose a known point."), map.element, list, form.element], { kind: "sheet where" });
}

/** Known points to choose from: one fills the place in, as a click on the map does. */
function knownPoints(known, choose) {
  const options = known.map(({ name, near }, place) => make("option", { value: place }, `${name} (${near})`));
  const change = ({ target }) => {
    const { latitude, longitude } = known[target.value] ?? {};
    if (latitude !== undefined) choose({ latitude, longitude, horizontal_accuracy: ACCURACY });
  };
  return make("select", { "aria-label": "Known points", change }, make("option", { value: "" }, "Known points …"), ...options);
}

/** Latitude and longitude, filled in or typed; nothing is sent before there is a place. */
class FreePoint {
  constructor(give, cancel) {
    this.give = give;
    this.chosen = null;
    this.complaint = make("p", { class: "complaint", role: "alert" });
    this.send = make("button", { class: "key primary" }, "Send place");
    this.fields = ["Latitude", "Longitude"].map((label) =>
      make("input", { name: label.toLowerCase(), "aria-label": label, inputmode: "text", autocomplete: "off", spellcheck: "false", input: () => this.look() }));
    const pair = make("div", { class: "row" }, ...this.fields.map((field) => make("label", {}, field.ariaLabel, field)));
    this.element = make("form", { class: "free", submit: (event) => this.submit(event) }, pair, this.complaint, make("div", { class: "row" }, cancel, this.send));
    this.look();
  }

  /** A place that was pointed at; a known one says how accurate it is. */
  fill(point) {
    this.chosen = point;
    this.fields[0].value = point.latitude.toFixed(5);
    this.fields[1].value = point.longitude.toFixed(5);
    this.look();
  }

  look() {
    const empty = this.fields.every(({ value }) => value.trim() === "");
    this.send.disabled = empty;
    this.complain(empty ? "Choose a place first." : "", "wanted");
  }

  complain(words, kind = "") {
    this.complaint.textContent = words;
    this.complaint.className = `complaint ${kind}`.trim();
  }

  submit(event) {
    event.preventDefault();
    const point = understood(...this.fields.map(({ value }) => value));
    if (point === null) return this.complain("Latitude −90 to 90, longitude −180 to 180.");
    const same = this.chosen && point.latitude === Number(this.chosen.latitude.toFixed(5)) && point.longitude === Number(this.chosen.longitude.toFixed(5));
    return this.give(same ? this.chosen : point);
  }
}

/** Two numbers, or a pair pasted into the first field ("44.8286, 21.3470"); null if it is no place. */
function understood(first, second) {
  const pair = first.split(/[,;\s]+/).filter(Boolean);
  const [one, other] = second.trim() === "" && pair.length === 2 ? pair : [first, second];
  const [latitude, longitude] = [one, other].map((text) =>
    text.trim() === "" ? NaN : Number(text.trim().replace(",", ".").replace("−", "-")),
  );
  const right = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return right ? { latitude, longitude } : null;
}
