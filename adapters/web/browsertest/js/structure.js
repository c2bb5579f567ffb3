// How the page is built, beyond what axe looks at.
(() => {
  const { clean, shown, call } = browsertest;
  const all = (selector) => [...document.querySelectorAll(selector)];

  const one = (things, what) => {
    const found = things.filter(shown);
    return found.length === 1 ? [] : [`the page has ${found.length} ${what}, not one`];
  };

  browsertest.heading = () => one(all('h1'), 'first headings (h1)');

  browsertest.landmarks = () => {
    const outer = (el) => !el.closest('main, article, aside, nav, section:not(footer)');
    const navs = all('nav, [role=navigation]').filter(shown);
    const names = navs.map((el) => el.computedName);
    const found = [
      ...one(all('main, [role=main]'), 'main parts (main)'),
      ...one(all('header, [role=banner]').filter(outer), 'page headers (header)'),
      ...one(all('footer, [role=contentinfo]').filter(outer), 'page footers (footer)'),
    ];
    if (navs.length > 1) {
      navs.forEach((el, i) => {
        if (!names[i]) found.push(`${call(el)} is one of ${navs.length} menus and has no name`);
        else if (names.indexOf(names[i]) !== i) found.push(`two menus are called ${JSON.stringify(names[i])}`);
      });
    }
    const skip = document.querySelector('a[href], button');
    const target = skip?.hash ? document.getElementById(skip.hash.slice(1)) : null;
    if (!target?.matches('main, [role=main]')) found.push('the first link of the page does not skip to its main part');
    return found;
  };

  browsertest.language = (language) => {
    const lang = document.documentElement.lang;
    return lang.split('-')[0] === language.split('-')[0] ? [] : [`the page says it is in ${JSON.stringify(lang)}, not ${JSON.stringify(language)}`];
  };

  browsertest.ids = () => {
    const ids = all('[id]').map((el) => el.id);
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
    const found = [...new Set(twice)].map((id) => `the id ${JSON.stringify(id)} is used more than once`);
    for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-errormessage', 'list', 'form']) {
      for (const el of all(`[${attribute}]`)) {
        for (const id of el.getAttribute(attribute).split(/\s+/)) {
          if (!document.getElementById(id)) found.push(`${call(el)} has ${attribute}=${JSON.stringify(id)}, and nothing has that id`);
        }
      }
    }
    for (const el of all('a[href^="#"]')) {
      const id = decodeURIComponent(el.hash.slice(1));
      if (id && !document.getElementById(id)) found.push(`${call(el)} leads to #${id}, and nothing has that id`);
    }
    return found;
  };

  browsertest.labels = () => {
    const found = [];
    for (const el of all('input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image]), select, textarea')) {
      if (!shown(el)) continue;
      const labels = [...(el.labels ?? [])].filter((l) => shown(l) && clean(l.innerText));
      const named = (el.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)).filter((l) => l && shown(l));
      if (labels.length + named.length === 0) found.push(`${call(el)} has no label that is seen`);
      if (el.placeholder) found.push(`${call(el)} has a placeholder, which goes away as soon as somebody types`);
      if ((el.getAttribute('type') === 'radio' || el.getAttribute('type') === 'checkbox') && all(`[name=${JSON.stringify(el.name)}]`).length > 1 && !el.closest('fieldset')?.querySelector('legend')) {
        found.push(`${call(el)} is one of a group without a legend`);
      }
    }
    return found;
  };

  browsertest.images = () => {
    const found = [];
    for (const el of all('img, svg, [role=img], object, canvas, video')) {
      if (!shown(el) || el.closest('[aria-hidden=true], [role=presentation], [role=none]') || el.parentElement.closest('svg, [role=img]')) continue;
      if (el.matches('img[alt=""]')) continue;
      if (!clean(el.computedName)) found.push(`${call(el)} has no text for those who cannot see it: give it one, or hide it from assistive technology`);
    }
    return found;
  };

  // The block that says where help is: the last thing before the footer.
  browsertest.help = () => {
    const blocks = all('section[aria-labelledby=help]').filter(shown);
    if (blocks.length !== 1) return [`the page has ${blocks.length} help blocks, not one`];
    const footer = all('footer, [role=contentinfo]').find((el) => shown(el) && !el.closest('main, article, section'));
    if (!footer) return ['the help block has no footer after it'];
    const between = document.createRange();
    between.setStartAfter(blocks[0]);
    between.setEndBefore(footer);
    const words = clean(between.toString());
    const order = blocks[0].compareDocumentPosition(footer) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!order) return ['the help block comes after the footer'];
    return words ? [`between the help block and the footer stands ${JSON.stringify(words.slice(0, 60))}`] : [];
  };

  browsertest.titled = () => {
    const title = clean(document.title);
    const heading = clean(document.querySelector('h1')?.textContent);
    // What stands in a figure is shown, and did not happen here.
    const wrong = [...document.querySelectorAll('[role=alert]')].some((el) => shown(el) && el.querySelector('li') && !el.closest('figure'));
    const found = [];
    if (!title) found.push('the page has no title');
    if (title && heading && !title.includes(heading)) found.push(`the title is ${JSON.stringify(title)}, without the heading ${JSON.stringify(heading)}`);
    if (wrong !== title.startsWith('Error: ')) found.push(wrong ? `the page shows what is wrong with a form, and its title ${JSON.stringify(title)} does not begin with "Error: "` : `the title begins with "Error: ", and the page shows no list of errors`);
    return found;
  };
})();
