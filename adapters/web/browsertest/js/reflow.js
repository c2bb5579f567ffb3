// Whether everything finds room on a narrow window, with more space in texts.
(() => {
  const { shown, call, clean } = browsertest;

  // WCAG 1.4.12, in a sheet that no policy keeps out.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  const space = (on) => {
    document.adoptedStyleSheets = on ? [...document.adoptedStyleSheets, sheet] : document.adoptedStyleSheets.filter((s) => s !== sheet);
  };

  const walk = () => [...document.body.querySelectorAll('*')].filter((el) => shown(el) && !el.closest('svg svg, [aria-hidden=true]'));
  // What is there for assistive technology alone: a pixel, or clipped away.
  const unseen = (el) => {
    for (let e = el; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      if ((box.width <= 1 && box.height <= 1 && style.overflow !== 'visible') || (style.clip !== 'auto' && style.position === 'absolute')) return true;
    }
    return false;
  };
  // A table or picture may need both directions: it scrolls in a box of its own
  // that the keyboard reaches.
  const scrolls = (el) => {
    const box = el.closest('[tabindex="0"]');
    return box !== null && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX) && box.querySelector('table, svg, img, pre') !== null;
  };

  const wide = () => {
    const room = document.documentElement.clientWidth;
    const found = [];
    for (const el of walk()) {
      const style = getComputedStyle(el);
      if (['auto', 'scroll'].includes(style.overflowX) && el.scrollWidth > el.clientWidth + 1 && !scrolls(el)) {
        found.push(`${call(el)} scrolls sideways in itself`);
      }
    }
    const page = document.scrollingElement.scrollWidth;
    if (page <= room) return found;
    const guilty = walk().filter((el) => {
      const box = el.getBoundingClientRect();
      return box.width && box.right + scrollX > room + 1 && !unseen(el) && !scrolls(el);
    });
    const inner = guilty.filter((el) => !guilty.some((other) => other !== el && el.contains(other)));
    return [...found, `the page is ${page} pixels wide on a window of ${room}${inner.length ? ': ' + inner.slice(0, 3).map(call).join(', ') : ''}`];
  };

  const clipped = () => {
    const found = [];
    for (const el of walk()) {
      const style = getComputedStyle(el);
      const cut = (overflow, inside, room) => ['hidden', 'clip'].includes(overflow) && inside > room + 1;
      if (!clean(el.textContent) || unseen(el) || !el.clientWidth) continue;
      if (cut(style.overflowX, el.scrollWidth, el.clientWidth) || cut(style.overflowY, el.scrollHeight, el.clientHeight)) found.push(`${call(el)} cuts off its text`);
    }
    return found;
  };

  // Lines of text, each with the block that holds it.
  const lines = () => {
    const all = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!clean(node.textContent) || !shown(node.parentElement) || unseen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        // The letters stand in the middle of a line, a little less high than it.
        const inset = box.height * 0.15;
        if (box.width > 2) all.push({ left: box.left, right: box.right, top: box.top + inset, bottom: box.bottom - inset, block: block(node.parentElement), node });
      }
    }
    return all.sort((a, b) => a.top - b.top);
  };
  const block = (el) => (getComputedStyle(el).display.startsWith('inline') && el.parentElement ? block(el.parentElement) : el);

  const overlapping = () => {
    const modal = document.querySelector('dialog:modal');
    const found = new Set();
    const all = lines().filter((line) => !modal || modal.contains(line.node));
    all.forEach((a, i) => {
      for (let j = i + 1; j < all.length && all[j].top < a.bottom - 2; j++) {
        const b = all[j];
        if (a.block !== b.block && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2) {
          found.add(`${JSON.stringify(clean(a.node.textContent).slice(0, 30))} and ${JSON.stringify(clean(b.node.textContent).slice(0, 30))} lie over each other`);
        }
      }
    });
    return [...found];
  };

  // narrowed is what is wrong in a window that is narrow, without and with more space.
  browsertest.narrowed = () => {
    const plain = [...wide(), ...overlapping()];
    space(true);
    const spaced = [...wide(), ...clipped(), ...overlapping()];
    space(false);
    return { plain, spaced };
  };
})();
