// A walk through the page with Tab.
(() => {
  const { shown, call, face, operable } = browsertest;
  let stops = []; // all that Tab should reach, in the order of the document
  let visited = [];
  let led = []; // what Tab has led to, not told yet
  let moved = false; // a Tab has gone out, and where it led is not noted yet
  let rest = new Map(); // how each stop looks without the focus

  const looks = (el) =>
    [null, '::before', '::after'].map((part) => {
      const s = getComputedStyle(el, part);
      const outline = s.outlineStyle === 'none' ? '' : [s.outlineStyle, s.outlineWidth, s.outlineColor, s.outlineOffset].join(' ');
      return [outline, s.boxShadow, s.borderTopColor, s.borderTopWidth, s.backgroundColor, s.color, s.textDecoration].join('|');
    });
  const room = () => document.querySelector('dialog:modal') ?? document;
  // Of a group of radio buttons Tab reaches one: the checked, or the first.
  const inGroup = (el, all) => {
    if (el.type !== 'radio' || !el.name) return true;
    const group = all.filter((o) => o.type === 'radio' && o.name === el.name && o.form === el.form);
    return el === (group.find((o) => o.checked) ?? group[0]);
  };

  // begin makes Tab start before everything in a place.
  const begin = (place) => {
    const had = place.getAttribute('tabindex');
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (had === null) place.removeAttribute('tabindex');
    place.blur();
  };

  browsertest.walk = () => {
    const able = [...room().querySelectorAll(operable + ',[tabindex]')].filter((el) => shown(el) && !el.disabled && !el.closest('[inert]') && !el.matches('fieldset:disabled *'));
    stops = able.filter((el) => el.tabIndex >= 0 && inGroup(el, able));
    visited = [];
    led = [];
    moved = false;
    addEventListener('keydown', note, true);
    begin(room() === document ? document.body : room());
    scrollTo(0, 0);
    rest = new Map(stops.map((el) => [el, looks(face(el))]));
    const kept = able.filter((el) => el.tabIndex < 0 && el.matches('a[href],button,input,select,textarea,summary') && !el.matches('[role=option],[role=tab]'));
    const forward = stops.filter((el) => el.tabIndex > 0);
    return {
      stops: stops.length,
      frames: room().querySelector('iframe') !== null,
      found: [...kept.map((el) => `${call(el)} is kept from the keyboard`), ...forward.map((el) => `${call(el)} pushes itself forward in the order of Tab`)],
    };
  };

  // Many Tabs come at once. Each one notes where the one before it has led: the
  // focus has moved and the page has scrolled by then.
  const note = (e) => {
    if (e.key !== 'Tab') return;
    if (moved) led.push(look());
    moved = true;
  };
  // walked is where the Tabs since the last call have led.
  browsertest.walked = () => {
    led.push(look());
    moved = false;
    const end = led.findIndex((at) => at.done);
    if (end >= 0) removeEventListener('keydown', note, true);
    return end >= 0 ? led.slice(0, end + 1) : led.splice(0);
  };

  const look = () => {
    const el = document.activeElement;
    const last = visited.at(-1);
    // In a frame the focus is that of another page, which shows it and may have several stops.
    if (el?.matches('iframe') && (el === last || !visited.includes(el))) {
      if (el !== last) visited.push(el);
      return { done: false, found: [], kind: '' };
    }
    if (!el || el === document.body || el === document.documentElement) return { done: true, found: missing() };
    if (el === last) return { done: true, found: [`${call(el)} does not let go of the focus`] };
    if (visited.includes(el)) return { done: true, found: el === visited[0] ? missing() : [`the focus goes round between ${call(el)} and ${call(last)}`] };
    visited.push(el);
    const found = [];
    if (last && !(last.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)) found.push(`after ${call(last)}, Tab goes back to ${call(el)}`);
    const seen = face(el);
    const box = seen.getBoundingClientRect();
    found.push(...visible(el, seen, box));
    const now = looks(seen);
    const before = rest.get(el);
    if (before && before.join() === now.join()) found.push(`${call(el)} looks the same with the focus as without`);
    const kind = [seen.tagName, el.type ?? '', seen.className?.baseVal ?? seen.className, ground(seen), edges(seen), ...now].join('|');
    return { done: false, found, kind, visit: visited.length - 1 };
  };

  // meet gives the focus to what Tab has led to once more, and says where it is.
  browsertest.meet = (visit) => {
    const el = visited[visit];
    el.focus({ focusVisible: true });
    if (document.activeElement !== el) throw `${call(el)} takes the focus from Tab alone`;
    const box = face(el).getBoundingClientRect();
    return { name: call(el), x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  };

  const missing = () => stops.filter((el) => !visited.includes(el)).map((el) => `Tab never reaches ${call(el)}`);
  // ground is the color that the ring is seen against.
  const ground = (el) => {
    for (let e = el.parentElement; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (color !== 'rgba(0, 0, 0, 0)') return color;
    }
    return '';
  };

  // edges are how near the edges are that would cut a ring off.
  const edges = (el) => {
    const box = el.getBoundingClientRect();
    const near = [];
    for (let e = el.parentElement; e && e !== document.body; e = e.parentElement) {
      if (getComputedStyle(e).overflow === 'visible') continue;
      const outer = e.getBoundingClientRect();
      near.push([box.left - outer.left, box.top - outer.top, outer.right - box.right, outer.bottom - box.bottom].map((gap) => Math.min(Math.round(gap), 8)));
    }
    return near.join(';');
  };

  // WCAG 2.4.11: what has the focus is not hidden under something else.
  const visible = (el, seen, box) => {
    if (box.width < 2 || box.height < 2 || !shown(seen)) return [`${call(el)} has the focus and cannot be seen`];
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) return [`${call(el)} has the focus and lies outside the window`];
    const cover = [];
    for (const x of [0.1, 0.5, 0.9]) {
      for (const y of [0.1, 0.5, 0.9]) {
        const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        const own = hit && (seen.contains(hit) || hit.contains(seen) || el.contains(hit) || [...(el.labels ?? [])].some((l) => l.contains(hit)));
        if (!own) cover.push(hit);
      }
    }
    // A link over two lines has corners that are not its own.
    return cover.length > 4 ? [`${call(el)} has the focus and is covered by ${cover.find(Boolean) ? call(cover.find(Boolean)) : 'nothing known'}`] : [];
  };

  let left = null;
  // leave takes the focus away without moving anything, and back gives it back.
  browsertest.leave = () => {
    left = document.activeElement;
    left.blur();
    return true;
  };
  browsertest.back = () => {
    left.focus({ preventScroll: true, focusVisible: true });
    return document.activeElement === left;
  };
})();
