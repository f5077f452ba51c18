// Where a chat is scrolled to: at its newest message, read from the beginning; at its end; further up.

const NEAR = 90;
const SLIVER = 24; // pixels below that are not worth a button to them
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
    this.log.scrollTo({ top: this.newest(), behavior: "instant" });
    this.look();
  }

  /** At once: a slow way there would be cut short by whatever changes meanwhile. */
  toEnd() {
    this.log.scrollTo({ top: this.end(), behavior: "instant" });
    this.look();
  }
}
