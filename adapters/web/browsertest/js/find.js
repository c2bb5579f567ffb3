// What a person would point at: things by the names they go by, then by
// selector.
globalThis.browsertest = (() => {
  const clean = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const shown = (el) => el.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const operable = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=link],[role=tab],[role=option],[role=combobox]';
  const name = (el) => clean(el.computedName ?? el.textContent);

  // The nearest place first: an open dialog, then the content, then the page.
  const places = () => [document.querySelector('dialog:modal'), document.querySelector('main'), document].filter(Boolean);

  const named = (what) => {
    for (const place of places()) {
      const found = [...place.querySelectorAll(operable)].filter((el) => shown(el) && name(el) === what);
      if (found.length) return found;
    }
    return [];
  };
  const selected = (what) => {
    try {
      return [...document.querySelectorAll(what)];
    } catch {
      return [];
    }
  };
  const find = (what) => {
    const byName = named(what);
    const found = byName.length ? byName : selected(what);
    if (found.length === 0) throw `nothing here is called, or matches, ${JSON.stringify(what)}; there is: ${names().join(', ')}`;
    if (found.length > 1) throw `${found.length} things here are called, or match, ${JSON.stringify(what)}: ${found.slice(0, 5).map(call).join(', ')}`;
    return found[0];
  };
  const names = () => [...document.querySelectorAll(operable)].filter(shown).map((el) => JSON.stringify(name(el)));

  // call names an element in a finding: its tag, id or first class, and words.
  const call = (el) => {
    const words = name(el) || clean(el.textContent);
    const mark = el.id ? '#' + el.id : el.classList.length ? '.' + el.classList[0] : '';
    const short = words.length > 40 ? words.slice(0, 40) + '…' : words;
    return `${el.tagName.toLowerCase()}${mark}${short ? ` "${short}"` : ''}`;
  };

  // face is what is seen of a control: itself, or its label where the control
  // is drawn by the label and lies off the screen.
  const face = (el) => {
    const box = el.getBoundingClientRect();
    const onPage = box.width > 1 && box.height > 1 && box.right + scrollX > 0 && box.bottom + scrollY > 0;
    if (onPage && getComputedStyle(el).opacity !== '0') return el;
    return [...(el.labels ?? [])].find(shown) ?? el;
  };

  const api = { clean, shown, operable, name, call, face };

  api.mark = (text) => {
    console.debug(text);
    return true;
  };
  api.text = (what) => find(what).innerText;
  api.value = (what) => find(what).value;
  api.has = (text) => clean(document.body?.innerText).includes(clean(text));
  api.matches = (selector) => document.querySelectorAll(selector).length;

  // aim answers where to click: the middle of the first line of the thing.
  api.aim = (what) => {
    const el = face(find(what));
    el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const box = [...el.getClientRects()].find((r) => r.width && r.height);
    if (!box) throw `${call(el)} has no place on the page`;
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const top = document.elementFromPoint(at.x, at.y);
    const label = top?.closest('label');
    if (!top || !(el.contains(top) || top.contains(el) || label?.control === el)) throw `${call(el)} is covered by ${top ? call(top) : 'nothing'}`;
    return at;
  };
  api.focus = (what) => {
    const el = find(what);
    el.focus();
    if (document.activeElement !== el) throw `${call(el)} cannot be focused`;
    return true;
  };
  api.select = (what, option) => {
    const el = find(what);
    const choice = [...el.options].find((o) => clean(o.textContent) === option || o.value === option);
    if (!choice) throw `${call(el)} has no option ${JSON.stringify(option)}`;
    el.value = choice.value;
    el.dispatchEvent(new Event('input', { bubbles: true }));
    el.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };
  // offer tells the page that text is about to be pasted, as the browser does,
  // and answers whether the page lets it.
  api.offer = (text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    return document.activeElement.dispatchEvent(paste);
  };
  api.on = (selector) => document.activeElement !== null && document.activeElement.matches(selector);
  api.focused = () => (document.activeElement && document.activeElement !== document.body ? call(document.activeElement) : '');
  api.page = () => ({
    title: document.title,
    url: location.href,
    heading: clean(document.querySelector('h1')?.textContent),
    problems: [...document.querySelectorAll('[role=alert]')].map((el) => clean(el.textContent)).join(' '),
    complete: document.readyState === 'complete',
  });
  return api;
})();
