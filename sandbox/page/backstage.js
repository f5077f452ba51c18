// The panel beside the phones: whose phones are shown, what goes wrong on order, what was sent.

import { Deliveries } from "./deliveries.js";
import { make } from "./element.js";
import { FaultPanel } from "./faults.js";
import { PeoplePanel } from "./choose.js";

const at = (id) => document.getElementById(id);

export class Backstage {
  /** `page` gives people, what is shown and how to choose; see page.js. */
  constructor(page) {
    this.panels = [new PeoplePanel(page), new FaultPanel(page), new Deliveries(page)];
    this.element = at("backstage");
    this.button = at("backstage-open");
    this.tabs = this.panels.map((panel, place) => this.tab(panel, place));
    const close = make("button", { type: "button", class: "round", "aria-label": "Close the panel", title: "Close", click: () => this.open(false) }, "✕");
    const list = make("div", { class: "panel-tabs", role: "tablist", "aria-label": "Backstage", keydown: (event) => this.arrow(event) }, ...this.tabs);
    this.element.append(make("div", { class: "panel-head" }, list, close), ...this.panels.map((panel) => panel.element));
    this.button.addEventListener("click", () => this.open(this.element.hidden));
    document.addEventListener("keydown", ({ key, target }) => {
      // A sheet or a list of commands closes by the same key, and goes first.
      const taken = target.closest?.(".veil, textarea");
      if (key === "Escape" && !taken && !this.element.hidden) this.open(false);
    });
    this.choose(0, false);
  }

  tab(panel, place) {
    const name = panel.name.toLowerCase();
    panel.element.id = `panel-${name}`;
    panel.element.setAttribute("role", "tabpanel");
    panel.element.setAttribute("aria-label", panel.name);
    return make("button", { type: "button", class: "panel-tab", role: "tab", "aria-controls": panel.element.id, click: () => this.choose(place, true) }, panel.name);
  }

  choose(chosen, focus) {
    this.chosen = chosen;
    this.tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === chosen));
      tab.tabIndex = place === chosen ? 0 : -1;
      this.panels[place].element.hidden = place !== chosen;
    });
    if (focus) this.tabs[chosen].focus();
    this.refresh();
  }

  arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) this.choose((this.chosen + step + this.tabs.length) % this.tabs.length, true);
  }

  open(wanted) {
    this.element.hidden = !wanted;
    this.button.setAttribute("aria-expanded", String(wanted));
    if (wanted) this.tabs[this.chosen].focus();
    else this.button.focus();
    this.refresh();
  }

  /** Bring what is seen up to date. */
  refresh() {
    if (!this.element.hidden) this.panels[this.chosen].refresh();
  }

  /** Everything has begun anew. */
  reset() {
    for (const panel of this.panels) panel.reset?.();
    this.refresh();
  }
}
