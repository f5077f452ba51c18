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

let points = null;

/** Where this phone is: one of the known points, or any latitude and longitude. */
export async function locationSheet(phone, send) {
  points ??= fetch("points.json").then((answer) => answer.json());
  const [known, data] = await Promise.all([points, load()]);
  const give = (point) => {
    close();
    send(point);
  };
  const list = make("div", { class: "list" });
  for (const { name, near, latitude, longitude } of known) {
    const words = make("span", { class: "lines" }, make("strong", {}, name), make("span", {}, near));
    const press = () => give({ latitude, longitude, horizontal_accuracy: 12 });
    list.append(make("button", { type: "button", class: "entry", click: press }, icon("pin"), words));
  }
  const cancel = choice("Cancel", "", () => close());
  const form = freePoint(give, cancel);
  const map = new BorderMap(data, (latitude, longitude) => {
    form.elements.latitude.value = latitude.toFixed(5);
    form.elements.longitude.value = longitude.toFixed(5);
  });
  const close = open(phone, "Where is this phone?", [make("p", { class: "quiet" }, "Click on the map, or choose a known point."), map.element, list, form], { kind: "sheet where" });
}

function freePoint(give, cancel) {
  const field = (label, name) =>
    make("label", {}, label, make("input", { name, inputmode: "text", autocomplete: "off", spellcheck: "false" }));
  const complaint = make("p", { class: "complaint", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    const point = understood(form.elements.latitude.value, form.elements.longitude.value);
    if (point === null) complaint.textContent = "Latitude is −90 to 90, longitude −180 to 180.";
    else give(point);
  };
  const send = make("button", { class: "key primary" }, "Send place");
  const pair = make("div", { class: "row" }, field("Latitude", "latitude"), field("Longitude", "longitude"));
  const form = make("form", { class: "free", submit }, pair, complaint, make("div", { class: "row" }, cancel, send));
  return form;
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
