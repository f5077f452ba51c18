// The delivery log: every call of the bot, as it comes, and what became of it.

import * as clock from "./clock.js";
import { make } from "./element.js";
import { nameOf } from "./faults.js";
import * as sandbox from "./sandbox.js";

const KEPT = 400;
const OUTCOMES = { delivered: "delivered", accepted: "done", refused: "refused", failed: "failed", dropped: "cut off" };

export class Deliveries {
  name = "Deliveries";

  constructor(page) {
    this.page = page;
    this.rows = [];
    this.last = 0;
    this.who = make("select", { "aria-label": "Whose deliveries", change: () => this.filter() });
    this.what = make("select", { "aria-label": "Which outcome", change: () => this.filter() },
      make("option", { value: "" }, "every outcome"), ...Object.entries(OUTCOMES).map(([value, words]) => make("option", { value }, words)));
    this.list = make("ol", { class: "deliveries", tabindex: "0", "aria-label": "Delivery log, newest first" });
    this.empty = make("p", { class: "quiet" }, "Nothing yet.");
    this.element = make("section", { class: "panel" }, make("h2", {}, "What the assistant sent"), make("p", { class: "quiet" }, "Every call to Telegram, the newest first. Times are UTC."), make("div", { class: "row" }, this.who, this.what), this.empty, this.list);
  }

  reset() {
    this.last = 0;
    this.rows = [];
    this.list.replaceChildren();
  }

  refresh() {
    this.reading ??= this.read().catch(() => {}).finally(() => (this.reading = null));
    return this.reading;
  }

  async read() {
    this.choices();
    const fresh = await sandbox.deliveries(this.last);
    for (const entry of fresh) {
      this.last = Math.max(this.last, entry.n);
      if (entry.method === "getUpdates" && entry.outcome === "accepted") continue; // it only listens
      const element = this.row(entry);
      this.rows.unshift({ entry, element });
      this.list.prepend(element);
    }
    for (const { element } of this.rows.splice(KEPT)) element.remove();
    if (fresh.length) this.filter();
  }

  choices() {
    const people = this.page.people();
    const key = JSON.stringify(people.map(({ id, name }) => [id, name]));
    if (key === this.drawn) return;
    this.drawn = key;
    const chosen = this.who.value;
    this.who.replaceChildren(make("option", { value: "" }, "everybody"), ...people.map(({ id, name }) => make("option", { value: id }, name)));
    this.who.value = people.some(({ id }) => String(id) === chosen) ? chosen : "";
  }

  filter() {
    let seen = 0;
    for (const { entry, element } of this.rows) {
      const right = (!this.who.value || String(entry.chat_id) === this.who.value) && (!this.what.value || entry.outcome === this.what.value);
      element.hidden = !right;
      seen += right;
    }
    this.empty.hidden = seen > 0;
  }

  row(entry) {
    const { params = {}, outcome, status, fault, description } = entry;
    const name = this.page.people().find(({ id }) => id === entry.chat_id)?.name ?? (entry.chat_id ? `chat ${entry.chat_id}` : "");
    const words = String(params.text ?? params.caption ?? "").split("\n")[0];
    const told = status === null ? "no answer" : status;
    const verdict = make("span", { class: `verdict ${outcome}` }, OUTCOMES[outcome] ?? outcome);
    const facts = [entry.method, told, fault && `because of: ${nameOf(fault)}`, description].filter(Boolean).join(" · ");
    return make("li", {}, make("div", { class: "delivery" }, make("time", {}, clock.exact(entry.at)), make("bdi", { class: "who" }, name), verdict),
      words ? make("div", { class: "said", dir: "auto" }, words) : null, make("div", { class: "quiet" }, facts));
  }
}
