// Text with entities: nested elements by UTF-16 offsets, which are JavaScript's own string offsets.

import { make } from "./element.js";

const ELEMENTS = {
  bold: ["strong"],
  italic: ["em"],
  underline: ["u"],
  strikethrough: ["s"],
  code: ["code"],
  pre: ["pre"],
  blockquote: ["blockquote"],
  expandable_blockquote: ["blockquote"],
  hashtag: ["span", "linked"],
  cashtag: ["span", "linked"],
  mention: ["span", "linked"],
  text_mention: ["span", "linked"],
  email: ["span", "linked"],
  phone_number: ["span", "linked"],
};

/** An address that may be opened, or null: scripts and files are none. */
export function safeAddress(address) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** Append `text` to `parent`, marked up; `actions` has open(address) and command(text). */
export function write(parent, text, entities, actions) {
  const ordered = [...(entities ?? [])].sort(
    (one, other) => one.offset - other.offset || other.length - one.length,
  );
  fill(parent, text, 0, text.length, ordered, actions);
}

function fill(parent, text, from, to, entities, actions) {
  let at = from;
  for (let number = 0; number < entities.length; number += 1) {
    const entity = entities[number];
    const start = Math.max(at, entity.offset);
    const end = Math.min(to, entity.offset + entity.length);
    if (end <= start) continue;
    const within = entities.slice(number + 1).filter((other) => other.offset < end);
    parent.append(text.slice(at, start));
    const element = elementOf(entity, text.slice(start, end), actions);
    fill(element, text, start, end, within, actions);
    parent.append(element);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function elementOf(entity, words, actions) {
  switch (entity.type) {
    case "text_link":
    case "url":
      return link(entity.url ?? words, actions);
    case "bot_command":
      return make("button", { type: "button", class: "linked", click: () => actions.command(words) });
    case "spoiler":
      return make("span", { class: "spoiler", tabindex: "0" });
    default: {
      const [tag, name] = ELEMENTS[entity.type] ?? ["span"];
      return make(tag, { class: name });
    }
  }
}

function link(address, actions) {
  const url = safeAddress(address);
  if (url === null) return make("span");
  const open = (event) => {
    if (actions.open(url)) event.preventDefault();
  };
  const attributes = { href: url.href, target: "_blank", rel: "noopener noreferrer", title: url.href };
  return make("a", { ...attributes, click: open });
}
