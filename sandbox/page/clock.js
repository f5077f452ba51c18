// The sandbox's time, told by the clocks on the wall of each country.

import * as sandbox from "./sandbox.js";

const ZONES = { "+381": "Europe/Belgrade", "+40": "Europe/Bucharest" };
const ZONES_OF_LANGUAGES = { sr: "Europe/Belgrade", ro: "Europe/Bucharest" };

let ahead = Date.now() / 1000 - performance.now() / 1000;

/** Unix seconds of the sandbox. */
export const now = () => ahead + performance.now() / 1000;

/** Ask the sandbox what time it is; it may have been moved or stopped. */
export async function synchronise() {
  const { unix } = await sandbox.clock();
  ahead = unix - performance.now() / 1000;
}

/** Where a person's phone keeps its time: by the number's country, else by language. */
export function zoneOf(person) {
  const number = (person.phone ?? "").replace(/[^+\d]/g, "");
  const prefix = Object.keys(ZONES).find((start) => number.startsWith(start));
  return ZONES[prefix] ?? ZONES_OF_LANGUAGES[(person.language_code ?? "").slice(0, 2)] ?? "UTC";
}

/** "14:05" in a time zone. */
export function time(unix, zone) {
  return format(unix, zone, { hour: "2-digit", minute: "2-digit" });
}

/** "14:05:09" in UTC, for logs. */
export function exact(unix) {
  return format(unix, "UTC", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** "Thursday 23 November" in a time zone. */
export function day(unix, zone) {
  return format(unix, zone, { weekday: "long", day: "numeric", month: "long" });
}

function format(unix, timeZone, parts) {
  return new Intl.DateTimeFormat("en-GB", { timeZone, ...parts }).format(new Date(unix * 1000));
}
