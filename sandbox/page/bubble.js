// One message: what it holds, its time, and the large buttons under it.

import { captionOf, englishOf } from "./captions.js";
import { now, time } from "./clock.js";
import { icon, make } from "./element.js";
import { write } from "./entities.js";
import { load, pictureOf } from "./map.js";
import { fileAddress } from "./sandbox.js";

/** The whole content of a message; `phone` gives zone, actions and the messages answered to. */
export function contentOf(message, phone) {
  const bubble = make("div", { class: "bubble" });
  bubble.append(make("span", { class: "unseen" }, message.from === "bot" ? "Bot: " : "Sent: "));
  const answered = phone.messages.get(message.reply_to);
  if (answered) bubble.append(quote(answered));
  bubble.append(...attachments(message));
  const meta = metaOf(message, phone.zone);
  const words = message.text ?? message.caption;
  if (words !== undefined) bubble.append(wordsOf(message, words, meta, phone));
  bubble.append(meta);
  if (message.reactions?.length) bubble.append(reactionsOf(message));
  const parts = [bubble];
  const english = words === undefined ? null : captionOf(words, phone.person.language_code ?? "");
  if (english) parts.push(make("div", { class: "english", lang: "en" }, english));
  if (isLive(message)) parts.push(liveKeys(message, phone));
  if (message.inline_keyboard?.length) parts.push(buttonsOf(message, phone));
  return parts;
}

/** A label, and below it what it says in English. */
export function labelOf(text, language) {
  const english = englishOf(text, language ?? "");
  return make("span", { class: "label" }, make("span", { dir: "auto" }, text), english && make("small", { class: "english", lang: "en" }, english));
}

const isLive = ({ from, date, location }) => from !== "bot" && location?.live_period && now() < date + location.live_period;

function liveKeys(message, phone) {
  const move = make("button", { type: "button", class: "key", click: () => phone.moveLive(message) }, "Move it");
  const stop = make("button", { type: "button", class: "key", click: () => phone.stopLive(message) }, "Stop sharing");
  return make("div", { class: "inline live", role: "group", "aria-label": "Live location" }, make("div", { class: "row" }, move, stop));
}

function wordsOf(message, words, meta, phone) {
  const text = make("span", { class: "text" });
  write(text, words, message.entities, phone);
  // The time stands in the last line: an invisible copy of it keeps that room free.
  return make("div", { class: "words", dir: "auto", "data-room": meta.textContent }, text);
}

function metaOf(message, zone) {
  const meta = make("div", { class: "meta" });
  if (message.protect_content) {
    const title = "Cannot be forwarded or saved";
    meta.append(make("span", { class: "protected", role: "img", title, "aria-label": title }, icon("lock")));
  }
  if (message.edited) meta.append(make("span", { class: "edited" }, "edited "));
  meta.append(make("time", { datetime: new Date(message.date * 1000).toISOString() }, time(message.date, zone)));
  return meta;
}

/** What a message is, in a few words: for quotes and for those who do not see it. */
function gist(message) {
  const kinds = ["photo", "location", "contact", "document", "voice", "video", "sticker"];
  const kind = kinds.find((name) => message[name]) ?? "message";
  return message.text ?? message.caption ?? kind[0].toUpperCase() + kind.slice(1);
}

function quote(message) {
  const words = [...gist(message).replace(/\s+/g, " ")].slice(0, 90).join("");
  return make("div", { class: "quoted", dir: "auto" }, words);
}

function attachments(message) {
  const parts = [];
  if (message.photo) parts.push(photo(message.photo.at(-1)));
  if (message.location) parts.push(place(message.location, message.venue));
  if (message.contact) parts.push(card(message.contact));
  for (const kind of ["document", "voice", "video", "sticker", "animation", "audio"]) {
    if (message[kind]) parts.push(file(kind, message[kind]));
  }
  return parts;
}

function photo(size) {
  const address = fileAddress(size.file_id);
  const { width, height } = size;
  const image = make("img", { src: address, width, height, alt: "Photo", decoding: "async" });
  return make("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, image);
}

function place(location, venue) {
  const { latitude, longitude, live_period: live, horizontal_accuracy: accuracy } = location;
  const lines = [make("strong", { dir: "auto" }, venue?.title ?? (live ? "Live location" : "Location"))];
  if (venue) lines.push(make("span", { dir: "auto" }, venue.address));
  const figures = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  lines.push(make("span", { class: "figures", title: `${latitude}, ${longitude}` }, figures));
  if (accuracy) lines.push(make("span", {}, `accurate to ${Math.round(accuracy)} m`));
  const chart = make("div", { class: "chart", "aria-hidden": "true" }, make("small", { class: "notice" }, "© OpenStreetMap"));
  load().then((data) => chart.prepend(pictureOf(data, latitude, longitude)), () => {});
  return make("div", { class: "place" }, chart, make("div", { class: "lines" }, ...lines));
}

function card(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  const lines = [make("strong", { dir: "auto" }, name), make("bdi", { class: "figures" }, contact.phone_number)];
  return make("div", { class: "card" }, make("span", { class: "disc" }, icon("person")), make("div", { class: "lines" }, ...lines));
}

function file(kind, facts) {
  const size = facts.file_size ? `${Math.max(1, Math.round(facts.file_size / 1024))} kB` : "";
  const name = facts.file_name ?? (facts.emoji ? `Sticker ${facts.emoji}` : kind);
  const lines = make("div", { class: "lines" }, make("strong", { dir: "auto" }, name), make("span", {}, size));
  const attributes = { class: "card", href: fileAddress(facts.file_id), download: facts.file_name ?? kind };
  return make("a", attributes, make("span", { class: "disc" }, icon("file")), lines);
}

function reactionsOf(message) {
  const row = make("div", { class: "reactions" });
  for (const one of message.reactions) row.append(make("span", {}, one.emoji ?? "★"));
  return row;
}

function buttonsOf(message, phone) {
  const board = make("div", { class: "inline", role: "group", "aria-label": "Buttons of this message" });
  for (const row of message.inline_keyboard) {
    const line = make("div", { class: "row" });
    for (const button of row) line.append(inlineButton(message, button, phone));
    board.append(line);
  }
  return board;
}

function inlineButton(message, button, phone) {
  const busy = phone.isPressed(message.message_id, button);
  const attributes = {
    type: "button",
    class: `key ${button.style ?? ""}`.trim(),
    "aria-busy": busy ? "true" : null,
    "data-kind": Object.keys(button).find((name) => name !== "text" && name !== "style"),
    "data-label": button.text,
    click: () => phone.press(message.message_id, button),
  };
  return make("button", attributes, labelOf(button.text, phone.person.language_code));
}
