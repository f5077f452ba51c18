// What goes wrong on order: the way to Telegram, single answers, people who block, the clock.

import { make } from "./element.js";
import * as sandbox from "./sandbox.js";

const ORDERS = [
  ["Outage", "Nothing arrives, nothing is answered, until it is ended.", { kind: "drop", times: null }],
  ["Lost answer", "The next message is delivered, but the assistant never hears so.", { kind: "deliver+reset", method: "sendMessage" }],
  ["Too many requests", "429: the next message must wait for 5 seconds, and changes of that chat’s messages wait with it.", { kind: "429", method: "sendMessage", seconds: 5 }],
  ["Half of all fail", "502 on every second call, at random.", { kind: "502", share: 0.5 }],
  ["Slow", "Every message takes 3 seconds.", { kind: "slow", method: "sendMessage", seconds: 3, times: null }],
];

/** What a kind of fault is called here. */
export const nameOf = (kind) => ORDERS.find(([, , order]) => order.kind === kind)?.[0] ?? kind;

const STEPS = [["1 minute", 60], ["10 minutes", 600], ["1 hour", 3600], ["8 hours", 28_800]];

export class FaultPanel {
  name = "Faults";

  constructor(page) {
    this.page = page;
    this.whom = make("select", { "aria-label": "Whom it strikes" });
    this.active = make("ul", { class: "active-faults", "aria-label": "Faults now" });
    this.complaint = make("p", { class: "complaint", role: "alert" });
    this.blocks = make("div", { class: "chips" });
    const orders = ORDERS.map(([name, what, fault]) => make("button", { type: "button", class: "entry", click: () => this.order(fault) },
      make("span", { class: "lines" }, make("strong", {}, name), make("span", { class: "quiet" }, what))));
    const steps = STEPS.map(([name, seconds]) => make("button", { type: "button", class: "key", click: () => this.attempt(() => sandbox.moveClock(seconds)) }, `+ ${name}`));
    this.element = make("section", { class: "panel" },
      make("h2", {}, "Break something"), make("label", { class: "whom" }, "Strikes ", this.whom), make("div", { class: "list" }, ...orders), this.complaint,
      make("h2", {}, "Broken now"), this.active,
      make("h2", {}, "Who has blocked the bot"), make("p", { class: "quiet" }, "Press a name to block or unblock."), this.blocks,
      make("h2", {}, "Let time pass"), make("div", { class: "grid" }, ...steps),
      make("p", { class: "quiet" }, "Telegram’s time only: what waits for the assistant grows old. The assistant’s own clock runs on."));
  }

  async attempt(deed) {
    try {
      await deed();
      this.complaint.textContent = "";
    } catch (fault) {
      this.complaint.textContent = fault.message;
    }
    this.page.hurry();
  }

  order(fault) {
    const chat = Number(this.whom.value);
    return this.attempt(() => sandbox.orderFault(chat ? { ...fault, chat } : fault));
  }

  refresh() {
    const people = this.page.people();
    const key = JSON.stringify([people, this.page.faults()]);
    if (key === this.drawn) return;
    this.drawn = key;
    const whom = this.whom.value;
    this.whom.replaceChildren(make("option", { value: "" }, "everybody"), ...people.map(({ id, name }) => make("option", { value: id }, name)));
    this.whom.value = people.some(({ id }) => String(id) === whom) ? whom : "";
    const lasting = this.page.faults().filter((fault) => fault.times === null || fault.fired < fault.times);
    this.active.replaceChildren(...(lasting.length ? lasting.map((fault) => this.entry(fault)) : [make("li", { class: "quiet" }, "Nothing: everything works.")]));
    const held = document.activeElement?.dataset?.block;
    this.blocks.replaceChildren(...people.map((person) => this.block(person)));
    this.blocks.querySelector(`[data-block="${held}"]`)?.focus();
  }

  entry(fault) {
    const words = nameOf(fault.kind);
    const who = this.page.people().find(({ id }) => id === fault.chat)?.name ?? "everybody";
    const end = make("button", { type: "button", class: "key", click: () => this.attempt(() => sandbox.cancelFault(fault.id)) }, "End it");
    return make("li", {}, make("span", { class: "lines" }, make("strong", {}, words), make("bdi", { class: "quiet" }, `${who} · struck ${fault.fired}×`)), end);
  }

  block({ id, name, blocked }) {
    const press = () => this.attempt(() => sandbox.act(id, "block", { blocked: !blocked }));
    return make("button", { type: "button", class: "chip", "aria-pressed": String(blocked), "data-block": id, click: press }, make("bdi", {}, name));
  }
}
