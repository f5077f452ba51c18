// A small map of the border to point at; the land, the line and the river come with the page.

import { draw, make } from "./element.js";

const SHORTEN = Math.cos((45.2 * Math.PI) / 180); // a degree of longitude against one of latitude
const SCALE = 100;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const CLOSEST = 40;
const PICTURE = { width: 55, pixels: 250 }; // of the ground, and on the screen
const LARGEST = 6; // towns named on the whole map; the others appear further in

let border = null;

/** The drawing's data, read once. */
export async function load() {
  border ??= fetch("border.json").then((answer) => answer.json());
  return border;
}

const across = (longitude) => longitude * SHORTEN * SCALE;
const down = (latitude) => -latitude * SCALE;
const path = (line) => `M${line.map(([x, y]) => `${across(x).toFixed(2)} ${down(y).toFixed(2)}`).join("L")}`;

/** The ground itself, as every map here shows it. */
const ground = (data) => [
  draw("path", { class: "land ro", d: `${path(data.land.RO)}Z` }),
  draw("path", { class: "land rs", d: `${path(data.land.RS)}Z` }),
  draw("path", { class: "map-river", d: path(data.danube) }),
  draw("path", { class: "map-line", d: path(data.border) }),
];

const pinAt = (place) => draw("g", { class: "map-pin", ...place }, draw("circle", { r: 3 }), draw("path", { d: "M0 0C-1-4-5-6-5-10a5 5 0 0 1 10 0C5-6 1-4 0 0z" }), draw("circle", { cy: -10, r: 1.9, class: "eye" }));

/** A small map of a place, to look at only: some 60 km wide, with the towns that are on it. */
export function pictureOf(data, latitude, longitude) {
  const [x, y] = [across(longitude), down(latitude)];
  const pixel = PICTURE.width / PICTURE.pixels;
  const height = PICTURE.width / 2;
  const towns = data.towns.map(([name, east, north]) =>
    draw("g", { class: "town", transform: `translate(${across(east)} ${down(north)}) scale(${pixel})` }, draw("circle", { r: 2 }), draw("text", { x: 5, y: 4 }, name)));
  return draw("svg", { class: "map", preserveAspectRatio: "xMidYMid slice", viewBox: `${x - PICTURE.width / 2} ${y - height / 2} ${PICTURE.width} ${height}` },
    ...ground(data), ...towns, pinAt({ transform: `translate(${x} ${y}) scale(${1.5 * pixel})` }));
}

/** `pointed` is called with latitude and longitude whenever the visitor points at a place. */
export class BorderMap {
  constructor(data, pointed) {
    this.data = data;
    this.pointed = pointed;
    const [west, south, east, north] = data.frame;
    this.whole = { x: across(west), y: down(north), width: across(east) - across(west), height: down(south) - down(north) };
    this.view = { ...this.whole };
    this.place = null;
    this.pin = pinAt({ visibility: "hidden" });
    this.towns = data.towns.map(([name, longitude, latitude], rank) => this.town(name, longitude, latitude, rank));
    this.svg = draw("svg", { class: "map", tabindex: "0", role: "application", "aria-label": "Map of the border. Arrow keys move the pin, plus and minus zoom." },
      ...ground(data),
      this.country("ROMANIA", 21.9, 45.5), this.country("SERBIA", 20.65, 45.2), this.country("Danube", 21.75, 44.4, "water"),
      ...this.towns, this.pin);
    this.svg.addEventListener("click", (event) => this.clicked(event));
    this.svg.addEventListener("keydown", (event) => this.pressed(event));
    this.svg.addEventListener("wheel", (event) => this.turned(event), { passive: false });
    const zoom = (factor, sign, label) => make("button", { type: "button", class: "round zoom", "aria-label": label, title: label, click: () => this.zoom(factor) }, sign);
    const notice = make("small", { class: "notice" },
      make("a", { href: "https://www.openstreetmap.org/copyright", target: "_blank", rel: "noopener noreferrer" }, "© OpenStreetMap contributors"), " · GeoNames");
    this.element = make("div", { class: "map-frame" }, this.svg, make("div", { class: "zooms" }, zoom(2, "+", "Zoom in"), zoom(0.5, "−", "Zoom out")), notice);
    new ResizeObserver(() => this.redraw()).observe(this.svg);
    this.redraw();
  }

  town(name, longitude, latitude, rank) {
    const end = longitude > 22.2;
    const words = draw("text", { x: end ? 0 : 5, y: end ? -7 : 4, "text-anchor": end ? "middle" : "start" }, name);
    return draw("g", { class: rank < LARGEST ? "town" : "town small", "data-at": `${across(longitude)} ${down(latitude)}` }, draw("circle", { r: 2 }), words);
  }

  country(name, longitude, latitude, kind = "country") {
    return draw("text", { class: kind, "data-at": `${across(longitude)} ${down(latitude)}` }, name);
  }

  /** What has a size on the screen and not on the ground keeps it at every zoom. */
  redraw() {
    const { x, y, width, height } = this.view;
    this.svg.classList.toggle("far", this.whole.width / width < 2);
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    const pixels = Math.min(this.svg.clientWidth / width, this.svg.clientHeight / height) || 1;
    for (const mark of this.svg.querySelectorAll("[data-at]")) {
      const [left, top] = mark.dataset.at.split(" ");
      mark.setAttribute("transform", `translate(${left} ${top}) scale(${1 / pixels})`);
    }
    if (this.place) {
      const { latitude, longitude } = this.place;
      this.pin.setAttribute("visibility", "visible");
      this.pin.setAttribute("transform", `translate(${across(longitude)} ${down(latitude)}) scale(${1.5 / pixels})`);
    }
  }

  /** The pin, without telling anybody. */
  show(latitude, longitude) {
    this.place = { latitude, longitude };
    this.redraw();
  }

  set(longitude, latitude) {
    const round = (degrees, most) => Number(Math.max(-most, Math.min(most, degrees)).toFixed(5));
    this.show(round(latitude, 90), round(longitude, 180));
    this.pointed(this.place.latitude, this.place.longitude);
  }

  clicked(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    this.set(at.x / SHORTEN / SCALE, -at.y / SCALE);
  }

  pressed(event) {
    const step = KEYS[event.key];
    if (step) {
      event.preventDefault();
      const far = this.view.height / SCALE / 40;
      const { x, y, width, height } = this.view;
      const from = this.place ?? { longitude: (x + width / 2) / SHORTEN / SCALE, latitude: -(y + height / 2) / SCALE };
      this.set(from.longitude + step[0] * far, from.latitude + step[1] * far);
    } else if (event.key === "+" || event.key === "=") this.zoom(2);
    else if (event.key === "-") this.zoom(0.5);
  }

  turned(event) {
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.5 : 1 / 1.5);
  }

  /** Closer to the pin, or to the middle of what is seen. */
  zoom(factor) {
    const now = this.whole.width / this.view.width;
    const next = Math.max(1, Math.min(CLOSEST, now * factor));
    const width = this.whole.width / next;
    const height = this.whole.height / next;
    const middle = this.place
      ? [across(this.place.longitude), down(this.place.latitude)]
      : [this.view.x + this.view.width / 2, this.view.y + this.view.height / 2];
    this.view = { x: middle[0] - width / 2, y: middle[1] - height / 2, width, height };
    if (next === 1) this.view = { ...this.whole };
    this.redraw();
  }
}
