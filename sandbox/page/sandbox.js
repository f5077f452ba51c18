// The sandbox's control side, as the page uses it.

/** The sandbox refused or cannot be reached; the message is a sentence for the visitor. */
export class Refused extends Error {}

async function ask(verb, path, body) {
  let answer;
  try {
    answer = await fetch(`sandbox/${path}`, {
      method: verb,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new Refused("The sandbox does not answer.");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(content.error ?? `The sandbox answers ${answer.status}.`);
  return content;
}

export const people = () => ask("GET", "people");
export const chat = (id, after) => ask("GET", `chats/${id}?after=${after}`);
export const profile = () => ask("GET", "bot");
export const health = () => ask("GET", "health");
export const clock = () => ask("GET", "clock");
export const callback = (id) => ask("GET", `callbacks/${id}`);
export const faults = () => ask("GET", "faults");
export const orderFault = (fault) => ask("POST", "faults", fault);
export const cancelFault = (id) => ask("DELETE", `faults/${id}`);

/** What a person does with the phone: text, press, keyboard, contact, location, photo, block … */
export const act = (person, deed, body = {}) => ask("POST", `people/${person}/${deed}`, body);

/** Where the bytes of a file are. */
export const fileAddress = (id) => `sandbox/files/${encodeURIComponent(id)}`;

export const captions = () => ask("GET", "captions");
export const hints = () => ask("GET", "hints");
export const story = () => ask("GET", "story");
export const playStory = () => ask("POST", "story", {});
export const addPerson = (person) => ask("POST", "people", person);
export const moveClock = (seconds) => ask("POST", "clock", { advance: seconds });
export const deliveries = (after) => ask("GET", `log?after=${after}`);
