// A picture to send where nobody has one at hand: a boat on a river by night, drawn here.

const WIDTH = 800;
const HEIGHT = 600;

/** A JPEG in base64; `stamp` is written into its corner. */
export function sample(stamp) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const pen = canvas.getContext("2d");
  shade(pen, 0, 330, "#0d1b2a", "#28435c");
  shade(pen, 330, HEIGHT, "#1b3346", "#0a141d");
  hills(pen);
  moon(pen);
  boat(pen);
  pen.font = "600 22px system-ui, sans-serif";
  pen.fillStyle = "#f3b23c";
  pen.fillText(stamp, 24, HEIGHT - 24);
  return canvas.toDataURL("image/jpeg", 0.82).split(",")[1];
}

function shade(pen, top, bottom, from, to) {
  const colours = pen.createLinearGradient(0, top, 0, bottom);
  colours.addColorStop(0, from);
  colours.addColorStop(1, to);
  pen.fillStyle = colours;
  pen.fillRect(0, top, WIDTH, bottom - top);
}

function hills(pen) {
  pen.fillStyle = "#0a1722";
  pen.beginPath();
  pen.moveTo(0, 334);
  for (let x = 0; x <= WIDTH; x += 20) pen.lineTo(x, 285 - 34 * Math.sin(x / 130) - 14 * Math.sin(x / 37));
  pen.lineTo(WIDTH, 334);
  pen.fill();
}

function moon(pen) {
  pen.fillStyle = "#f4ecd2";
  pen.beginPath();
  pen.arc(630, 110, 34, 0, 7);
  pen.fill();
  pen.fillStyle = "rgb(244 236 210 / 14%)";
  for (let y = 350; y < 580; y += 16) pen.fillRect(630 - (y - 300) / 4, y, (y - 300) / 2, 5);
}

function boat(pen) {
  pen.fillStyle = "#05090d";
  pen.beginPath();
  pen.moveTo(210, 430);
  pen.lineTo(430, 430);
  pen.lineTo(395, 472);
  pen.lineTo(240, 472);
  pen.fill();
  pen.fillRect(270, 396, 70, 36);
  for (const x of [362, 392]) {
    pen.beginPath();
    pen.arc(x, 405, 9, 0, 7);
    pen.fill();
    pen.fillRect(x - 9, 412, 18, 20);
  }
  pen.fillStyle = "rgb(5 9 13 / 45%)";
  pen.fillRect(225, 478, 190, 9);
}
