// The lower end of a phone: text field, commands, reply keyboard, START.

import { labelOf } from "./bubble.js";
import { now, time } from "./clock.js";
import { icon, iconButton, make } from "./element.js";
import * as sandbox from "./sandbox.js";
import { sample } from "./scene.js";
import { confirmSheet, locationSheet, menuSheet } from "./sheets.js";

const LIVE_SECONDS = 900;
const REST_MS = 500; // a press meant for what stood there before is no press on a key
const HELP = /SOS|🆘/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const ON_SCREEN_KEYBOARD = matchMedia("(pointer: coarse)");

export class Foot {
  constructor(phone) {
    this.phone = phone;
    this.shown = null;
    const { id, name } = phone.person;
    const list = `commands-${id}`;
    this.commands = make("div", { class: "commands", id: list, role: "listbox", "aria-label": "Commands", hidden: true });
    this.field = make("textarea", {
      rows: 1, placeholder: "Message", "aria-label": `Message from ${name}`, dir: "auto",
      "aria-controls": list, autocomplete: "off", enterkeyhint: "send",
      input: () => this.typed(), keydown: (event) => this.key(event),
      focus: () => this.entered(),
      blur: () => setTimeout(() => this.field.matches(":focus") || (this.commands.hidden = true), 150),
    });
    this.toggle = iconButton("keys", "Buttons", () => this.choose(!this.board.hidden), { "aria-expanded": "true", hidden: true });
    this.send = iconButton("send", "Send", () => this.say(), { class: "send" });
    this.attach = iconButton("attach", "Attach", () => this.menu());
    this.line = make("div", { class: "line" }, this.attach, this.field, this.toggle, this.send);
    this.board = make("div", { class: "board", role: "group", "aria-label": "Reply keyboard", hidden: true });
    this.big = make("button", { type: "button", class: "key primary begin", hidden: true, click: () => phone.act("start") }, "Start");
    this.element = make("div", { class: "foot" }, this.commands, this.line, this.board, this.big);
  }

  showState({ begun, blocked }) {
    this.big.hidden = begun || blocked;
    this.line.hidden = !begun || blocked;
    this.showBoard();
  }

  /** The reply keyboard as the sandbox has it; a new one unfolds. */
  showKeyboard(keyboard, anew = false) {
    const before = this.shown;
    this.shown = keyboard;
    if (!anew && JSON.stringify(before) === JSON.stringify(keyboard)) return;
    this.field.placeholder = keyboard?.input_field_placeholder || "Message";
    this.board.replaceChildren();
    for (const row of keyboard?.keyboard ?? []) {
      this.board.append(make("div", { class: "row" }, ...row.map((button) => this.replyKey(button))));
    }
    const same = JSON.stringify(before) === JSON.stringify(keyboard);
    if (!same && !document.body.classList.contains("telling")) this.folded = false;
    if (!same) this.rest();
    this.showBoard();
  }

  replyKey(button) {
    const wish = button.request_contact ? "person" : button.request_location ? "pin" : null;
    const symbol = PICTOGRAPH.test(button.text) ? null : wish;
    const attributes = { type: "button", class: `key ${button.style ?? ""} ${HELP.test(button.text) ? "sos" : ""}`.trim(), "data-label": button.text, click: () => this.use(button) };
    return make("button", attributes, symbol && icon(symbol), labelOf(button.text, this.phone.person.language_code));
  }

  showBoard() {
    const any = this.board.childElementCount > 0 && !this.line.hidden;
    this.toggle.hidden = !any;
    const hidden = !any || Boolean(this.folded);
    if (this.board.hidden && !hidden) this.rest();
    this.board.hidden = hidden;
    this.toggle.setAttribute("aria-expanded", String(!this.board.hidden));
  }

  /** Keys that have just appeared take no press for a moment. */
  rest() {
    clearTimeout(this.resting);
    this.board.inert = true;
    this.resting = setTimeout(() => (this.board.inert = false), REST_MS);
  }

  /** Whether the reply keyboard has a key with this label. */
  has(label) {
    return Boolean(this.shown?.keyboard.flat().some(({ text }) => text === label));
  }

  fold(folded) {
    this.folded = folded;
    this.gaveWay = false;
    this.showBoard();
  }

  /** What somebody has folded or unfolded by hand stays so until the next question. */
  choose(folded) {
    this.fold(folded);
    this.chosen = true;
  }

  /** Fold, until there is room again; what was folded already stays as it is. */
  giveWay() {
    if (this.board.hidden || this.chosen) return;
    this.fold(true);
    this.gaveWay = true;
  }

  comeBack() {
    if (this.gaveWay) this.fold(false);
  }

  /** A key of the reply keyboard: a text, one's own contact, or a place. */
  use(button) {
    const { phone } = this;
    const press = (more = {}) => phone.act("keyboard", { label: button.text, ...more });
    if (button.request_contact) this.askForContact(press);
    else if (button.request_location) locationSheet(phone, (location) => press({ location }));
    else press();
  }

  askForContact(deed) {
    const { botName, person } = this.phone;
    const words = `${person.name}\n${person.phone ?? "This phone has no number."}`;
    confirmSheet(this.phone, `Share your phone number with ${botName}?`, words, "Share", "primary", () => deed());
  }

  menu() {
    const { phone } = this;
    menuSheet(phone, "Send", [
      { name: "Photo of your own", symbol: "photo", deed: () => this.pickPhoto() },
      { name: "A sample photo", symbol: "photo", deed: () => phone.act("photo", { data: sample(time(now(), phone.zone)) }) },
      { name: "Album of three sample photos", symbol: "photo", deed: () => this.sendAlbum() },
      { name: "Voice message", symbol: "voice", deed: () => phone.act("voice") },
      { name: "Video", symbol: "file", deed: () => phone.act("video") },
      { name: "File", symbol: "file", deed: () => phone.act("document") },
      { name: "Location", symbol: "pin", deed: () => locationSheet(phone, (point) => phone.act("location", point)) },
      { name: "Live location for 15 minutes", symbol: "live", deed: () => locationSheet(phone, (point) => phone.act("location", { ...point, live_period: LIVE_SECONDS })) },
      { name: "Own contact", symbol: "person", deed: () => this.askForContact(() => phone.act("contact")) },
    ]);
  }

  async sendAlbum() {
    const album = String(Date.now());
    for (const at of [1, 2, 3]) await this.phone.act("photo", { album, data: sample(`${at} · ${time(now(), this.phone.zone)}`) });
  }

  pickPhoto() {
    const picker = make("input", { type: "file", accept: "image/jpeg,image/png" });
    picker.addEventListener("change", async () => {
      const bytes = new Uint8Array(await picker.files[0].arrayBuffer());
      let binary = "";
      for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
      this.phone.act("photo", { data: btoa(binary) });
    });
    picker.click();
  }

  entered() {
    if (ON_SCREEN_KEYBOARD.matches) this.fold(true);
    this.suggest();
  }

  typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 132)}px`;
    this.suggest();
  }

  async say() {
    const text = this.field.value;
    if (text.trim() === "") return;
    this.field.value = "";
    this.typed();
    const sent = await this.phone.act("text", { text });
    if (sent === null && this.field.value === "") this.field.value = text;
    this.typed();
  }

  key(event) {
    if (event.isComposing) return;
    const options = this.commands.hidden ? [] : [...this.commands.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (at >= 0) options[at].click();
      else this.say();
    } else if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.select(options, (at + step + options.length) % options.length);
    } else if (event.key === "Escape") {
      this.commands.hidden = true;
    }
  }

  select(options, chosen) {
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    options[chosen]?.scrollIntoView({ block: "nearest" });
  }

  /** After "/", the commands this chat has, as far as they begin like what is typed. */
  async suggest() {
    const begun = /^\/[a-z0-9_]*$/i.test(this.field.value) ? this.field.value.slice(1).toLowerCase() : null;
    if (begun === null) {
      this.commands.hidden = true;
      return;
    }
    if (begun === "") this.known = sandbox.profile().then((bot) => commandsFor(this.phone.person, bot));
    const known = (await this.known?.catch(() => [])) ?? [];
    const fitting = known.filter(({ command }) => command.startsWith(begun));
    this.commands.replaceChildren(...fitting.map((one) => this.option(one)));
    this.commands.hidden = fitting.length === 0 || !this.field.value.startsWith("/");
  }

  option({ command, description }) {
    const choose = () => {
      this.field.value = `/${command}`;
      this.commands.hidden = true;
      this.say();
      this.field.focus();
    };
    const attributes = { type: "button", class: "option", role: "option", tabindex: "-1", "aria-selected": "false", click: choose };
    return make("button", attributes, make("b", {}, `/${command}`), make("span", { dir: "auto" }, description));
  }
}

/** The commands a person sees: the closest scope first, their language before no language. */
export function commandsFor(person, bot) {
  const language = (person.language_code ?? "").slice(0, 2);
  const scopes = [
    (scope) => scope.type === "chat" && Number(scope.chat_id) === person.id,
    (scope) => scope.type === "all_private_chats",
    (scope) => scope.type === "default",
  ];
  for (const fits of scopes) {
    for (const code of [language, ""]) {
      const found = bot.commands.find((list) => fits(list.scope) && list.language_code === code);
      if (found) return found.commands;
    }
  }
  return [];
}
