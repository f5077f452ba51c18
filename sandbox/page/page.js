// The page: a phone for every person the sandbox knows, live.

import { Backstage } from "./backstage.js";
import { any as anyCaptions, learn } from "./captions.js";
import * as clock from "./clock.js";
import { make } from "./element.js";
import { Phone } from "./phone.js";
import * as sandbox from "./sandbox.js";
import { ping, setSound } from "./sound.js";
import { Story } from "./story.js";
import { isAway, learnTrouble } from "./trouble.js";

const ROUND_MS = 3000;
const TITLE = document.title;
let chosen = (new URLSearchParams(location.search).get("people") ?? "").split(",").filter(Boolean).map(Number);
const at = (id) => document.getElementById(id);
const phones = new Map();
const tabs = new Map();
let cut = null;
let sound = false;
let people = [];
let faults = [];
let hints = {};
let rounds = Promise.resolve();

const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const phone = phones.get(Number(target.dataset.person));
      if (!phone) continue;
      phone.inSight = isIntersecting;
      tabs.get(phone.person.id).setAttribute("aria-current", String(isIntersecting));
      phone.look();
    }
  },
  { root: at("phones"), threshold: 0.6 },
);

/** A message has come (`count` of them) or been read: badges, title, tone. */
function noticed(phone, count) {
  if (count > 0) ping();
  const badge = tabs.get(phone.person.id)?.querySelector(".badge");
  if (badge) {
    badge.textContent = phone.unread || "";
    badge.hidden = phone.unread === 0;
  }
  const unread = [...phones.values()].reduce((sum, one) => sum + one.unread, 0);
  document.title = unread ? `(${unread}) ${TITLE}` : TITLE;
}

function add(person, bot) {
  const badge = make("span", { class: "badge", hidden: true });
  const go = () => phone.element.scrollIntoView({ inline: "center", block: "nearest" });
  const tab = make("button", { type: "button", class: "tab", click: go }, make("bdi", {}, person.name.split(/\s+/)[0]), badge);
  tabs.set(person.id, tab);
  const phone = new Phone(person, bot, noticed);
  phones.set(person.id, phone);
  at("tabs").append(tab);
  at("phones").append(phone.element);
  sight.observe(phone.element);
  return phone;
}

function remove(phone) {
  sight.unobserve(phone.element);
  phone.element.remove();
  tabs.get(phone.person.id).remove();
  tabs.delete(phone.person.id);
  phones.delete(phone.person.id);
}

/** Whose phones are shown, in which order: those asked for, or everybody. */
function wanted(people) {
  if (chosen.length === 0 || (chosen.length === 1 && chosen[0] === 0)) return chosen.length ? [] : people;
  return chosen.map((id) => people.find((person) => person.id === id)).filter(Boolean);
}

/** Bring people, their state, faults and the clock up to date; `anew` reads all chats again. */
async function round({ anew = false } = {}) {
  if (anew) await learnAnew();
  let health;
  [people, faults, health] = await Promise.all([sandbox.people(), sandbox.faults(), sandbox.health(), clock.synchronise()]);
  learnTrouble({ waiting: health.waiting });
  await arrange(anew);
}

async function learnAnew() {
  const [{ lines }, facts, said] = await Promise.all([sandbox.captions(), sandbox.story(), sandbox.hints()]);
  learn(lines);
  hints = said;
  at("english").hidden = !anyCaptions();
  story.show(facts);
  backstage.reset();
}

/** Put the phones of those who are wanted onto the page. */
async function arrange(anew = false) {
  const shown = wanted(people);
  for (const phone of [...phones.values()]) {
    if (!shown.some((person) => samePerson(person, phone.person))) remove(phone);
  }
  const fresh = shown.filter((person) => !phones.has(person.id));
  const bot = fresh.length || anew ? await sandbox.profile() : null;
  for (const person of fresh) add(person, bot);
  const order = [...at("phones").children].map((element) => Number(element.dataset.person)).join();
  if (order !== shown.map(({ id }) => id).join()) for (const { id } of shown) at("phones").append(phones.get(id).element);
  for (const person of shown) phones.get(person.id).setBlocked(person.blocked);
  at("nobody").hidden = shown.length > 0;
  showHints();
  story.point();
  showLine(faults);
  backstage.refresh();
  tick();
  const stale = anew ? [...phones.values()] : fresh.map(({ id }) => phones.get(id));
  if (anew) for (const phone of stale) phone.introduce(bot);
  await Promise.all(stale.map((phone) => phone.refresh({ anew: true })));
}

function showHints() {
  for (const [id, phone] of phones) phone.hint(hints[id] ?? "");
}

const samePerson = (one, other) => ["id", "name", "phone", "language_code", "about"].every((key) => one[key] === other[key]);

/** Rounds one after the other; the visitor is told that the sandbox is away until it is back. */
function attempt({ anew = false } = {}) {
  // What could not be read while the sandbox was away is announced by no further event.
  rounds = rounds.then(() => round({ anew: anew || isAway() })).then(() => learnTrouble({ away: false }), (fault) => {
    learnTrouble({ away: true });
    if (!(fault instanceof sandbox.Refused)) console.error(fault);
  });
  return rounds;
}

function tick() {
  for (const face of document.querySelectorAll("[data-zone]")) face.textContent = clock.time(clock.now(), face.dataset.zone);
  for (const phone of phones.values()) phone.tick();
}

/** The button ends a fault that cuts every call without end; others are the tests' business. */
function showLine(faults) {
  const whole = (fault) => fault.kind === "drop" && !fault.method && !fault.chat && fault.times === null && !fault.share;
  cut = faults.find(whole) ?? null;
  const button = at("telegram");
  const [verb, whither] = cut ? ["Bring", "back"] : ["Cut", "off"];
  button.querySelector(".verb").textContent = verb;
  button.querySelector(".whither").textContent = whither;
  button.setAttribute("aria-label", `${verb} Telegram ${whither}`);
  at("telegram-state").classList.toggle("down", cut !== null);
  at("telegram-state").querySelector("b").textContent = cut ? "down" : "working";
  learnTrouble({ cut: cut !== null });
}

async function switchLine() {
  if (cut) await sandbox.cancelFault(cut.id);
  else await sandbox.orderFault({ kind: "drop", times: null });
  showLine(await sandbox.faults());
}

function switchEnglish(on) {
  at("english").setAttribute("aria-checked", String(on));
  document.body.classList.toggle("captioned", on);
  for (const phone of phones.values()) phone.scroll.keep();
}

/** Show the phones of these people; the address keeps the choice. */
function choose(ids) {
  chosen = ids.length ? [...new Set(ids)] : [0];
  const query = new URLSearchParams(location.search);
  query.set("people", chosen.join(","));
  history.replaceState(null, "", `?${query.toString().replaceAll("%2C", ",")}`);
  return attempt();
}

const backstage = new Backstage({
  people: () => people,
  faults: () => faults,
  shown: () => wanted(people).map(({ id }) => id),
  choose,
  hurry: () => attempt(),
  switchSound: () => {
    sound = !sound;
    setSound(sound);
    return sound;
  },
});
const story = new Story(phones);

/** Every change in a chat arrives here; after an interruption all chats are read again. */
function watch() {
  const events = new EventSource("sandbox/events");
  events.addEventListener("open", () => attempt({ anew: true }));
  events.addEventListener("message", ({ data }) => {
    const { chat_id: chat, kind } = JSON.parse(data);
    if (kind === "reset" || kind === "captions") attempt({ anew: true });
    else if (kind === "story") story.refresh().catch(() => {});
    else if (kind === "hints") sandbox.hints().then((said) => ((hints = said), showHints())).catch(() => {});
    else phones.get(chat)?.refresh().catch(() => learnTrouble({ away: true }));
    if (kind === "member") attempt();
  });
  events.addEventListener("error", () => {
    learnTrouble({ away: true });
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, ROUND_MS);
  });
}

at("telegram").addEventListener("click", () => switchLine().catch(() => learnTrouble({ away: true })));
at("english").addEventListener("click", () => switchEnglish(at("english").getAttribute("aria-checked") !== "true"));
document.addEventListener("visibilitychange", () => phones.forEach((phone) => phone.look()));
setInterval(tick, 1000);
setInterval(() => attempt(), ROUND_MS);
setInterval(() => backstage.refresh(), 1000);
watch();
