// English under what is written in another language: looked up in a table, never guessed.

import { latin } from "./latin.js";

const FIELD = /\{(\w+)\}/;
// Marks and times before the first word of a line; a quotation mark opens somebody's own words.
const MARKS = /^(?:\d{1,2}:\d{2}(?: [A-Z]{2})?[ /]*|[^\p{L}\p{N}„“”"«]|ℹ)+/u;
const QUOTED = /^[„“”"«]/;
// What stands in a field is anything, but for these.
const NUMBER = "([0-9][0-9., ]*)";
const SHAPES = { code: "([A-Z0-9][A-Z0-9-]*)", km: NUMBER, metres: NUMBER };
const CONTINENTAL = /^\d{1,3}(?:\.\d{3})*(?:,\d+)?$/;
// A term that is asked for, ends a sentence, or stands before what it names.
const ASKED = /^(.*[^?:.\s])([?:.])$/u;
const SENTENCES = /(?<=[.!?…])\s+/u;
const LONGEST = 600; // characters; what is longer, or has more sentences, is somebody's own words
const MOST_SENTENCES = 12;

let known = { exact: new Map(), templates: [] };
let found = new Map();

const letters = (text) => text.match(/\p{L}/gu)?.length ?? 0;

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
  const literals = parts.filter((_, place) => place % 2 === 0);
  const words = parts.map((part, place) => {
    if (place % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    return SHAPES[part] ?? "(.+?)";
  });
  const core = literals.reduce((one, other) => (other.length > one.length ? other : one));
  return { shape: new RegExp(`^${words.join("")}$`, "u"), core, fields, english, language, letters: letters(literals.join("")) };
}

/** English of a whole message, a line for each of its lines; null where nothing in it is known. */
export function captionOf(text, language = "") {
  let translated = false;
  const lines = [];
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const english = englishOf(line, language);
    translated ||= english !== null;
    lines.push(english ?? line);
  }
  return translated ? lines.join("\n") : null;
}

/** English of one line or label; null where it is not known, or the same. */
export function englishOf(line, language = "") {
  const said = line.trim();
  const { english, explained } = reading(said, language.slice(0, 2));
  return explained && english !== said ? english : null;
}

/** The best reading of a line: its English, and how many of its letters the table explains. */
function reading(line, own) {
  const key = `${own} ${line}`;
  if (!found.has(key)) found.set(key, best(line, own));
  return found.get(key);
}

function best(line, own) {
  const all = letters(line);
  let most = { english: line, explained: 0 };
  for (const one of readings(line, own)) {
    if (one.explained > most.explained) most = one;
    if (most.explained >= all) break;
  }
  return most;
}

/** Every way to read a line; those in the phone's own language go first. */
function* readings(line, own) {
  if (line === "" || QUOTED.test(line)) return;
  const mine = ({ language }) => language.slice(0, 2) === own || language === "";
  const exact = known.exact.get(line) ?? [];
  if (exact.length) yield { english: (exact.find(mine) ?? exact[0]).english, explained: letters(line) };
  if (line.length > LONGEST) return;
  const asked = ASKED.exec(line);
  if (asked) yield joined([reading(asked[1], own), literal(asked[2])]);
  const [marks] = MARKS.exec(line) ?? [""];
  if (marks) yield joined([literal(marks), reading(line.slice(marks.length), own)]);
  yield* ofSentences(line.split(SENTENCES), own);
  for (const fits of [mine, (one) => !mine(one)]) yield* ofTemplates(line, own, fits);
}

const literal = (english) => ({ english, explained: 0 });

function joined(parts, between = "") {
  const explained = parts.reduce((sum, part) => sum + part.explained, 0);
  return { english: parts.map(({ english }) => english).join(between), explained };
}

/** Several sentences in one line; an abbreviation's full stop ends none, so each break is tried. */
function* ofSentences(parts, own) {
  if (parts.length > MOST_SENTENCES) return;
  for (let to = parts.length - 1; to > 0; to -= 1) {
    yield joined([parts.slice(0, to), parts.slice(to)].map((some) => reading(some.join(" "), own)), " ");
  }
}

function* ofTemplates(line, own, fits) {
  for (const one of known.templates) {
    // A cheap look first: there are many templates.
    const values = fits(one) && line.includes(one.core) ? one.shape.exec(line) : null;
    if (values) yield filled(one, values.slice(1), own);
  }
}

function filled({ fields, english, letters: ours }, values, own) {
  const parts = new Map(fields.map((field, place) => [field, valueOf(field, values[place], own)]));
  const explained = [...parts.values()].reduce((sum, part) => sum + part.explained, ours);
  return { english: english.replace(/\{(\w+)\}/g, (whole, field) => parts.get(field)?.english ?? whole), explained };
}

/** What stands in a field: a number in English figures, a term, or a name in Latin letters. */
function valueOf(field, value, own) {
  if (SHAPES[field] === NUMBER) return literal(CONTINENTAL.test(value) ? inEnglishFigures(value) : value);
  if (SHAPES[field]) return { english: value, explained: letters(value) };
  const read = reading(value, own);
  return read.explained || QUOTED.test(value) ? read : literal(latin(value));
}

const inEnglishFigures = (value) => value.replace(/[.,]/g, (mark) => (mark === "." ? "," : "."));

/** A hint with the English of the labels that it quotes. */
export function explained(text, language) {
  return text.replace(/“([^”]+)”/g, (quote, label) => {
    const english = englishOf(label, language)?.replace(MARKS, "");
    return english ? `${quote} (${english})` : quote;
  });
}
