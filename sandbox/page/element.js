// Elements of the page, made without ever reading text as HTML.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M3.4 20.4 21 12 3.4 3.6 3.4 10.2 15 12 3.4 13.8z",
  attach:
    "M16.5 6.5v10.7a4.5 4.5 0 0 1-9 0V5.8a3 3 0 0 1 6 0v10.4a1.5 1.5 0 0 1-3 0V6.5H9v9.7a3 3 0 0 0 6 0V5.8a4.5 4.5 0 0 0-9 0v11.4a6 6 0 0 0 12 0V6.5z",
  keys: "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zm1 3v3h6V8zm8 0v3h6V8zm-8 5v3h6v-3zm8 0v3h6v-3z",
  down: "M12 15.6 5.7 9.3l1.4-1.4 4.9 4.9 4.9-4.9 1.4 1.4z",
  block:
    "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2c1.85 0 3.55.63 4.9 1.69L5.69 16.9A7.9 7.9 0 0 1 4 12a8 8 0 0 1 8-8zm0 16a7.9 7.9 0 0 1-4.9-1.69L18.31 7.1A7.9 7.9 0 0 1 20 12a8 8 0 0 1-8 8z",
  lock: "M17 9V7A5 5 0 0 0 7 7v2a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-8a2 2 0 0 0-2-2zM9 7a3 3 0 0 1 6 0v2H9z",
  pin: "M12 2a7 7 0 0 0-7 7c0 5.25 7 13 7 13s7-7.75 7-13a7 7 0 0 0-7-7zm0 9.5A2.5 2.5 0 1 1 12 6.5a2.5 2.5 0 0 1 0 5z",
  person: "M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zm0 2.5c-4.2 0-9 2.1-9 5V22h18v-2.5c0-2.9-4.8-5-9-5z",
  photo:
    "M20 4h-3.2L15 2H9L7.2 4H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V6a2 2 0 0 0-2-2zm-8 13a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  voice: "M12 14.5a3 3 0 0 0 3-3v-6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5.2-3a5.2 5.2 0 0 1-10.4 0H5a7 7 0 0 0 6 6.9V22h2v-3.6a7 7 0 0 0 6-6.9z",
  live: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM6.3 17.7a8 8 0 0 1 0-11.4L4.9 4.9a10 10 0 0 0 0 14.2zM19.1 4.9l-1.4 1.4a8 8 0 0 1 0 11.4l1.4 1.4a10 10 0 0 0 0-14.2z",
  file: "M13 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V9zm0 2.5L17.5 9H13z",
};

/** An element with attributes; functions become listeners, strings become text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A drawing of the SVG namespace. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** One of the icons, for the eye only. */
export function icon(name) {
  const shape = { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" };
  return draw("svg", shape, draw("path", { d: ICONS[name], fill: "currentColor" }));
}

/** A round button that is only an icon; its label is for tooltips and screen readers. */
export function iconButton(name, label, press, more = {}) {
  const attributes = { type: "button", title: label, "aria-label": label, click: press };
  const classes = `round ${more.class ?? ""}`.trim();
  return make("button", { ...attributes, ...more, class: classes }, icon(name));
}
