// English under what is written in another language: looked up in a table, never guessed.

const FIELD = /\{(\w+)\}/;
// Marks and times before the first word of a line; a quotation mark opens somebody's own words.
const MARKS = /^(?:\d{1,2}:\d{2}(?: [A-Z]{2})?[ /]*|[^\p{L}\p{N}„“”"«]|ℹ)+/u;
const QUOTED = /^[„“”"«]/;
// What stands in a field is anything, but for these.
const NUMBER = "([0-9][0-9., ]*)";
const SHAPES = { code: "([A-Z0-9][A-Z0-9-]*)", km: NUMBER, metres: NUMBER };
// A term that is asked for, or stands before what it names.
const ASKED = /^(.*[^?:\s])([?:])$/u;
const SENTENCES = /(?<=[.!?…])\s+/u;

let known = { exact: new Map(), templates: [] };
let found = new Map();

/** Take a table of [pattern, English, language]; the earlier line goes before the later one. */
export function learn(lines) {
  const exact = new Map();
  const templates = [];
  for (const [pattern, english, language] of lines) {
    if (FIELD.test(pattern)) templates.push(template(pattern, english, language));
    else if (!exact.has(pattern)) exact.set(pattern, [{ english, language }]);
    else exact.get(pattern).push({ english, language });
  }
  templates.sort((one, other) => other.letters - one.letters);
  known = { exact, templates };
  found = new Map();
}

/** Whether there is any table. */
export const any = () => known.exact.size > 0;

function template(pattern, english, language) {
  const parts = pattern.split(/\{(\w+)\}/);
  const fields = parts.filter((_, place) => place % 2 === 1);
  const words = parts.map((part, place) => {
    if (place % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    return SHAPES[part] ?? "(.+?)";
  });
  const letters = pattern.replace(/\{\w+\}/g, "").length;
  return { shape: new RegExp(`^${words.join("")}$`, "u"), fields, english, language, letters };
}

/** English of a whole message, line by line; null where nothing in it is known. */
export function captionOf(text, language = "") {
  let translated = false;
  const lines = [];
  for (const line of text.split("\n")) {
    const english = englishOf(line, language);
    translated ||= english !== null;
    // What needs no words needs no caption: numbers and coordinates stand in the message already.
    if (english !== null || /\p{L}{2}/u.test(line)) lines.push(english ?? line);
  }
  return translated ? lines.join("\n") : null;
}

/** English of one line or label; null where it is not known. */
export function englishOf(line, language = "") {
  const own = language.slice(0, 2);
  const key = `${own} ${line}`;
  if (!found.has(key)) found.set(key, lookUp(line.trim(), own));
  return found.get(key);
}

function lookUp(line, own) {
  if (line === "" || QUOTED.test(line)) return null;
  const whole = inTable(line, own);
  if (whole !== null) return whole;
  const asked = ASKED.exec(line);
  const term = asked && inTable(asked[1], own);
  if (term) return term + asked[2];
  const [marks] = MARKS.exec(line) ?? [""];
  if (marks) {
    const rest = lookUp(line.slice(marks.length), own);
    return rest === null ? null : marks + rest;
  }
  const parts = line.split(SENTENCES);
  return parts.length > 1 ? ofSentences(parts, own) : null;
}

/** Several sentences in one line; an abbreviation's full stop ends none, so the longest fits first. */
function ofSentences(parts, own) {
  const english = [];
  let translated = false;
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    let one = null;
    while (to > from && (one = inTable(parts.slice(from, to).join(" "), own)) === null) to -= 1;
    translated ||= one !== null;
    english.push(one ?? parts[from]);
    from = one === null ? from + 1 : to;
  }
  return translated ? english.join(" ") : null;
}

/** A line of the table that fits; those of the phone's own language go first. */
function inTable(line, own) {
  const mine = ({ language }) => language.slice(0, 2) === own || language === "";
  const exact = known.exact.get(line) ?? [];
  const whole = exact.find(mine) ?? exact[0];
  if (whole) return whole.english === line ? null : whole.english;
  for (const fits of [mine, (one) => !mine(one)]) {
    for (const one of known.templates) {
      // What only joins two terms must not take the marks before the first one for a part of it.
      if (one.language === "" && MARKS.test(line)) continue;
      const values = fits(one) ? one.shape.exec(line) : null;
      const english = values && filled(one, values.slice(1), own);
      if (english && english !== line) return english;
    }
  }
  return null;
}

function filled({ fields, english }, values, own) {
  return english.replace(/\{(\w+)\}/g, (whole, field) => {
    const value = values[fields.indexOf(field)];
    return value === undefined ? whole : lookUp(value, own) ?? value;
  });
}

/** A hint with the English of the labels that it quotes. */
export function explained(text, language) {
  return text.replace(/“([^”]+)”/g, (quote, label) => {
    const english = englishOf(label, language)?.replace(MARKS, "");
    return english ? `${quote} (${english})` : quote;
  });
}
