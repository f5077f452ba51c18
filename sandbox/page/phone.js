// One person's phone: the chat with the bot, kept as the sandbox has it.

import { contentOf } from "./bubble.js";
import { captionOf, explained } from "./captions.js";
import * as clock from "./clock.js";
import { icon, iconButton, make } from "./element.js";
import { Foot } from "./foot.js";
import * as sandbox from "./sandbox.js";
import { Scroll } from "./scroll.js";
import { alertSheet, confirmSheet, locationSheet } from "./sheets.js";

const COUNTRIES = { "Europe/Belgrade": "Serbia", "Europe/Bucharest": "Romania" };
const TOAST_MS = 4000;
const MARGINS = 16; // pixels above and below the messages of a chat
const PATIENCE_MS = 30_000;
const QUOTED = /“([^”]+)”/g;
const BLOCKED = "Blocked: press “Unblock”, and what comes from now on arrives.";
const UNANSWERED = "The assistant has not answered. What was pressed waits for it.";

export class Phone {
  /** `noticed` is called with this phone when a message has come or been read. */
  constructor(person, bot, noticed) {
    this.person = person;
    this.zone = clock.zoneOf(person);
    this.noticed = noticed;
    this.messages = new Map();
    this.places = new Map();
    this.pressed = new Map();
    this.seq = 0;
    this.unread = 0;
    this.blocked = false;
    this.inSight = true;
    this.loaded = false;
    this.build();
    this.introduce(bot);
  }

  build() {
    const { name } = this.person;
    this.title = make("strong", { class: "bot-name", dir: "auto" });
    this.subtitle = make("span", { class: "bot-state" }, "bot");
    this.wall = make("time", { class: "wall" });
    this.blocker = iconButton("block", "Block the bot", () => this.askToBlock(), { "aria-pressed": "false", class: "blocker" });
    this.head = make("div", { class: "head" },
      make("img", { src: "icon.svg", alt: "", width: 40, height: 40 }),
      make("div", { class: "lines" }, this.title, this.subtitle),
      this.blocker);
    this.welcome = make("p", { class: "welcome", dir: "auto", hidden: true });
    this.log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `Chat of ${name}`, "aria-busy": "true", tabindex: "0" });
    this.badge = make("span", { class: "badge", hidden: true });
    this.jump = iconButton("down", "To the newest message", () => this.scroll.toEnd(), { class: "jump", hidden: true });
    this.jump.append(this.badge);
    this.toasts = make("div", { class: "toasts", role: "status", "aria-live": "assertive" });
    this.middle = make("div", { class: "middle" }, this.welcome, this.log, this.toasts);
    this.foot = new Foot(this);
    this.foot.line.insertBefore(this.jump, this.foot.toggle);
    // Far from the reply keyboard, which comes back under the pointer of whoever unblocks.
    this.barrier = make("div", { class: "barrier", hidden: true },
      make("span", {}, "Nothing comes through."), make("button", { type: "button", class: "key primary", click: () => this.block(false) }, "Unblock"));
    this.inner = [this.head, this.barrier, this.middle, this.foot.element];
    const status = make("div", { class: "status" }, this.wall, make("span", {}, COUNTRIES[this.zone] ?? "UTC"));
    this.screen = make("div", { class: "screen" }, status, ...this.inner);
    this.tip = make("button", { type: "button", class: "hint", title: "Show where it is", hidden: true, click: () => this.showWhatIsMeant() });
    this.element = make("section", { class: "phone", "aria-label": name, "data-person": this.person.id, id: `phone-${this.person.id}` }, caption(this.person), this.tip, this.screen);
    this.scroll = new Scroll(this.log, () => this.scrolled());
    this.tick();
  }

  /** What the bot says of itself, in this person's language. */
  introduce(bot) {
    this.bot = bot;
    const language = (this.person.language_code ?? "").slice(0, 2);
    const inLanguage = (texts) => texts?.[language] ?? texts?.[""];
    this.botName = inLanguage(bot.names) ?? bot.first_name;
    this.title.textContent = this.botName;
    this.welcome.textContent = inLanguage(bot.descriptions) ?? "";
    this.showState();
  }

  tick() {
    this.wall.textContent = clock.time(clock.now(), this.zone);
  }

  /** What the visitor may try on this phone, with the English of the labels in it. */
  hint(text) {
    this.advice = text;
    const words = this.blocked ? BLOCKED : text ? explained(text, this.person.language_code ?? "") : "";
    if (words === this.tip.dataset.words) return;
    this.tip.dataset.words = words;
    this.tip.hidden = words === "";
    this.tip.replaceChildren(make("b", {}, "Try this"), make("span", { dir: "auto" }, words));
  }

  /** Bring the button that the hint names into sight; without a name, the newest buttons. */
  showWhatIsMeant() {
    if (this.blocked) return this.barrier.querySelector("button").focus();
    const labels = [...this.advice.matchAll(QUOTED)].map(([, label]) => label);
    const named = labels.flatMap((label) => this.keysOf(label)).at(-1);
    if (named && this.foot.board.contains(named)) this.foot.choose(false);
    const meant = named ?? [...this.log.querySelectorAll(".inline .key")].at(-1);
    meant?.scrollIntoView({ block: "nearest" });
    meant?.focus({ preventScroll: true });
  }

  keysOf(label) {
    return [...this.screen.querySelectorAll(`.key[data-label="${CSS.escape(label)}"]`)];
  }

  /** Light up the newest button with this label; null lights up none. */
  pointAt(label) {
    const changed = label !== this.pointed;
    this.pointed = label;
    for (const key of this.screen.querySelectorAll(".key.next")) key.classList.remove("next");
    if (!label) return;
    if (this.foot.has(label)) this.foot.fold(false);
    const key = this.keysOf(label).at(-1);
    key?.classList.add("next");
    if (key && changed) key.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  moveLive({ message_id: number }) {
    return locationSheet(this, (point) => this.act(`location/${number}`, point));
  }

  stopLive({ message_id: number }) {
    return this.act(`location/${number}`, { stop: true });
  }

  /** Read what has changed; `anew` reads everything, as after a reset. */
  async refresh({ anew = false } = {}) {
    this.wanted = { anew: anew || Boolean(this.wanted?.anew) };
    if (this.reading) return this.reading;
    this.reading = this.readAll().finally(() => (this.reading = null));
    return this.reading;
  }

  async readAll() {
    while (this.wanted) {
      const { anew } = this.wanted;
      this.wanted = null;
      const seen = await sandbox.chat(this.person.id, anew ? 0 : this.seq);
      if (seen.seq < this.seq && !anew) this.wanted = { anew: true };
      else this.show(seen, anew);
    }
  }

  show(seen, anew) {
    const { following } = this.scroll;
    if (anew) this.forgetAllBut(new Set(seen.messages.map((message) => message.message_id)));
    const fresh = seen.messages.filter((message) => this.place(message));
    this.seq = seen.seq;
    this.foot.showKeyboard(seen.reply_keyboard, anew);
    this.showState();
    this.makeRoom(fresh);
    const mine = fresh.some((message) => message.from !== "bot");
    if (fresh.length && (following || mine)) this.scroll.toNewest();
    else this.scroll.keep();
    if (this.loaded) this.announce(fresh.filter((message) => message.from === "bot"));
    this.loaded = true;
    this.log.setAttribute("aria-busy", "false");
    this.pointAt(this.pointed);
  }

  /** The large keys give way to a question that is not seen whole beside them. */
  makeRoom(fresh) {
    const last = this.log.lastElementChild;
    const asks = Boolean(last?.querySelector(".inline:not(.live)"));
    if (fresh.length) this.foot.chosen = false;
    if (!asks) this.foot.comeBack();
    else if (last.offsetHeight > this.log.clientHeight - MARGINS) this.foot.giveWay();
  }

  /** Put a message where it belongs; true if it was not there before. */
  place(message) {
    const known = this.places.get(message.message_id);
    if (message.deleted) {
      this.remove(message.message_id);
      return false;
    }
    this.messages.set(message.message_id, message);
    if (known) {
      rewrite(known, contentOf(message, this), this.log);
      return false;
    }
    const side = message.from === "bot" ? "bot" : "mine";
    const kept = message.protect_content ? " kept" : "";
    const element = make("article", { class: `message ${side}${kept}`, "data-message": message.message_id }, ...contentOf(message, this));
    this.places.set(message.message_id, element);
    this.insert(element, message);
    return true;
  }

  insert(element, message) {
    const later = [...this.log.querySelectorAll(".message")].find((other) => Number(other.dataset.message) > message.message_id);
    const day = clock.day(message.date, this.zone);
    element.dataset.day = day;
    const before = later ? later.previousElementSibling : this.log.lastElementChild;
    if (!later && before?.dataset.day !== day) this.log.append(make("div", { class: "day", "data-day": day }, make("span", {}, day)));
    this.log.insertBefore(element, later ?? null);
  }

  remove(number) {
    const element = this.places.get(number);
    this.messages.delete(number);
    this.places.delete(number);
    if (!element) return;
    const before = element.previousElementSibling;
    const after = element.nextElementSibling;
    element.remove();
    const lonely = before?.classList.contains("day") && (!after || after.classList.contains("day"));
    if (lonely) before.remove();
  }

  forgetAllBut(kept) {
    for (const number of [...this.places.keys()]) if (!kept.has(number)) this.remove(number);
    this.seq = 0;
  }

  announce(fresh) {
    if (fresh.length === 0) return;
    for (const message of fresh) this.places.get(message.message_id).classList.add("fresh");
    const seen = this.inSight && this.scroll.following && document.visibilityState === "visible";
    if (!seen) this.unread += fresh.length;
    this.element.classList.remove("called");
    void this.element.offsetWidth; // Reading the layout lets the animation begin anew.
    this.element.classList.add("called");
    this.showUnread();
    this.noticed(this, fresh.length);
  }

  showUnread() {
    this.badge.textContent = this.unread || "";
    this.badge.hidden = this.unread === 0;
    this.noticed(this, 0);
  }

  /** What was not seen counts as read once its end is in sight. */
  look() {
    if (this.unread && this.inSight && this.scroll.following && document.visibilityState === "visible") {
      this.unread = 0;
      this.showUnread();
    }
  }

  scrolled() {
    this.jump.hidden = !this.scroll.more;
    this.look();
  }

  showState() {
    const begun = this.messages.size > 0;
    this.welcome.hidden = begun || this.welcome.textContent === "";
    this.blocker.setAttribute("aria-pressed", String(this.blocked));
    this.blocker.title = this.blocked ? "Unblock the bot" : "Block the bot";
    this.blocker.setAttribute("aria-label", this.blocker.title);
    this.subtitle.textContent = this.blocked ? "blocked" : "bot";
    this.element.classList.toggle("blocked", this.blocked);
    this.barrier.hidden = !this.blocked;
    this.foot?.showState({ begun, blocked: this.blocked });
  }

  setBlocked(blocked) {
    if (blocked === this.blocked) return;
    this.blocked = blocked;
    this.showState();
    this.hint(this.advice ?? "");
  }

  /** Do something as this person; what the sandbox refuses is told in the phone. */
  async act(deed, body) {
    try {
      return await sandbox.act(this.person.id, deed, body);
    } catch (fault) {
      this.toast(fault.message, "refused");
      return null;
    }
  }

  askToBlock() {
    if (this.blocked) return this.block(false);
    const words = `${this.botName} will not be able to write to ${this.person.name}.`;
    confirmSheet(this, `Block ${this.botName}?`, words, "Block", "danger", () => this.block(true));
  }

  async block(blocked) {
    if (await this.act("block", { blocked })) this.setBlocked(blocked);
  }

  command(text) {
    return this.act("text", { text });
  }

  /** Open an address; a deep link to the bot starts it here instead. True where that was done. */
  open(url) {
    const payload = url.searchParams.get("start");
    const own = url.protocol === "tg:" || url.hostname === "t.me";
    if (!own || payload === null) return false;
    this.act("start", { payload });
    return true;
  }

  isPressed(number, button) {
    return (this.pressed.get(`${number} ${button.callback_data}`) ?? 0) > 0;
  }

  /** An inline button: its spinner turns until the bot has answered. */
  async press(number, button) {
    if (button.url) {
      const url = new URL(button.url);
      return this.open(url) || window.open(url, "_blank", "noopener");
    }
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.callback_data === undefined) return this.toast("These phones cannot do this.");
    const key = `${number} ${button.callback_data}`;
    this.count(key, number, 1);
    try {
      const query = await this.act("press", { message_id: number, data: button.callback_data });
      const answer = query && (await answerTo(query.callback_query_id));
      if (query && !answer) this.toast(UNANSWERED, "refused");
      if (answer?.text) (answer.show_alert ? alertSheet(this, answer.text) : this.toast(answer.text));
      if (answer?.url) this.open(new URL(answer.url));
    } catch (fault) {
      this.toast(fault.message, "refused");
    } finally {
      this.count(key, number, -1);
    }
  }

  count(key, number, step) {
    this.pressed.set(key, (this.pressed.get(key) ?? 0) + step);
    const message = this.messages.get(number);
    const board = this.places.get(number)?.querySelectorAll(".inline .key");
    if (!message || !board) return;
    message.inline_keyboard?.flat().forEach((button, index) => {
      if (this.isPressed(number, button)) board[index]?.setAttribute("aria-busy", "true");
      else board[index]?.removeAttribute("aria-busy");
    });
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("Copied");
    } catch {
      this.toast(text);
    }
  }

  toast(text, kind = "") {
    const english = captionOf(text, this.person.language_code ?? "");
    const toast = make("div", { class: `toast ${kind}`.trim(), dir: "auto" }, text, english && make("div", { class: "english", lang: "en" }, english));
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST_MS);
  }
}

/** The bot's answer to a pressed button; null if none comes while a person would wait. */
async function answerTo(query) {
  const until = performance.now() + PATIENCE_MS;
  for (let pause = 60; performance.now() < until; pause = Math.min(600, pause * 1.4)) {
    const answer = await sandbox.callback(query);
    if (answer.answered) return answer;
    await new Promise((resume) => setTimeout(resume, pause));
  }
  return null;
}

/** Change a message in place; whoever was on one of its buttons stays there, or in its chat. */
function rewrite(element, content, log) {
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const label = held?.textContent;
  const at = held ? [...element.querySelectorAll("button, a")].indexOf(held) : -1;
  element.replaceChildren(...content);
  if (!held) return;
  const keys = [...element.querySelectorAll("button, a")];
  const next = keys.find((key) => key.textContent === label) ?? keys[Math.min(at, keys.length - 1)] ?? log;
  next.focus({ preventScroll: true });
}

function caption(person) {
  const initials = person.name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("");
  const language = (person.language_code ?? "").toUpperCase();
  return make("header", { class: "caption" },
    make("span", { class: `face hue-${person.id % 6}`, "aria-hidden": "true" }, initials),
    make("div", { class: "lines" },
      make("h2", { dir: "auto" }, person.name),
      make("bdi", { class: "about figures", title: person.phone }, person.about ?? person.phone ?? "no phone number")),
    language ? make("abbr", { class: "tag", title: "Language of this phone" }, language) : null);
}
