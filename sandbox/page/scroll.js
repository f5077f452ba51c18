// Where a chat is scrolled to: at its newest message, read from the beginning; at its end; further up.

const NEAR = 90;
const SLIVER = 24; // pixels below that are not worth a button to them
const BELOW = 8; // pixels below the last message, as page.css has them
const OVERLAP = 2; // pixels that lines of text have in common
const ABOVE = 6; // pixels that stay free above a message read from its beginning

export class Scroll {
  /** `log` is what scrolls; `moved` is called whenever its place has changed. */
  constructor(log, moved) {
    this.log = log;
    this.moved = moved;
    this.following = true;
    this.atEnd = false;
    this.more = false;
    log.addEventListener("scroll", () => this.look());
    new ResizeObserver(() => this.keep()).observe(log);
  }

  end() {
    return this.log.scrollHeight - this.log.clientHeight;
  }

  /** Where the newest message begins; the end, where it is seen whole there. */
  newest() {
    const last = this.log.lastElementChild;
    return last ? Math.min(this.end(), last.offsetTop - this.log.offsetTop - ABOVE) : 0;
  }

  look() {
    const { scrollTop } = this.log;
    const [newest, end] = [this.newest(), this.end()];
    // Near the beginning of a long message is not near its end.
    this.atEnd = end - scrollTop < (newest < end ? 2 : NEAR);
    this.following = scrollTop > newest - NEAR;
    this.more = !this.atEnd && end - scrollTop > SLIVER;
    this.moved();
  }

  /** Something has changed its height: whoever was at the end stays there, or at the newest. */
  keep() {
    if (this.atEnd) this.toEnd();
    else if (this.following) this.toNewest();
  }

  toNewest() {
    this.to(() => this.newest());
  }

  toEnd() {
    this.to(() => this.end());
  }

  /** At once: a slow way there would be cut short by whatever changes meanwhile. */
  to(place) {
    const go = () => this.log.scrollTo({ top: place(), behavior: "instant" });
    this.log.style.paddingBottom = "";
    go();
    const rest = this.cutLine();
    if (rest > 0) {
      this.log.style.paddingBottom = `${BELOW + rest}px`;
      go();
    }
    this.look();
  }

  /** How much of a line of text is seen of which the upper edge hides the rest; 0 where none is cut. */
  cutLine() {
    const edge = this.log.getBoundingClientRect().top;
    const range = document.createRange();
    for (const part of this.log.querySelectorAll(".text, .message > .english")) {
      const box = part.getBoundingClientRect();
      if (box.top >= edge || box.bottom <= edge) continue;
      range.selectNodeContents(part);
      const cut = [...range.getClientRects()].find(({ top, bottom }) => top < edge - OVERLAP && bottom > edge + OVERLAP);
      if (cut) return Math.ceil(cut.bottom - edge - OVERLAP);
    }
    return 0;
  }
}
