/* What pages gain by a script. All works without: what needs this is `hidden` until it runs.

   data-ct-copy="#id" data-ct-copied="Copied"      copies the text of #id, says so on the button and aloud
   data-ct-shows="#id" data-ct-hide-text="Hide"    shows and hides a password
   data-ct-saves="#id" data-ct-file="codes.txt"    saves the text of #id as a file, without asking a server
   data-ct-opens="#id"                             opens a <dialog>
   data-ct-print                                   prints the page
   data-ct-until="45" data-ct-text="… %s …"        counts seconds down, then goes away and shows data-ct-then="#id"
   <ul data-ct-rules="#id" data-ct-left="… %s" data-ct-all="…"> says of each <li data-ct-rule="pattern"> whether what is typed
     into #id meets it; aloud when the typing rests. Nothing leaves the page
   data-ct-focus                                   gets the focus when the page comes: the error summary
   <time datetime data-ct-local>                   gets the reader's local time as its title
   <form data-ct-typed>                            holds what is nowhere else: typed, or shown again after it was sent
   <dialog data-ct-session="1800" data-ct-extend="/…" data-ct-ended="/…" data-ct-out="/…"> the session's end: holds
     the form that signs out, <span data-ct-left>, <p aria-live=assertive data-ct-120="…" data-ct-60="…" data-ct-30="…" data-ct-10="…">, <button data-ct-stay> */
(() => {
  "use strict";
  const page = document, one = (s, from = page) => from.querySelector(s), all = (s, from = page) => from.querySelectorAll(s);
  const every = (seconds, step) => { step(); return setInterval(step, seconds * 1000); };

  const aloud = page.createElement("p");
  aloud.className = "usa-sr-only";
  aloud.setAttribute("role", "status");
  const say = (text) => { aloud.textContent = ""; setTimeout(() => { aloud.textContent = text; }, 50); };

  async function copy(button) {
    await navigator.clipboard.writeText(one(button.dataset.ctCopy).innerText.trim());
    const before = button.innerHTML;
    if (button.dataset.ctBusy) return;
    button.dataset.ctBusy = "1";
    button.textContent = button.dataset.ctCopied;
    say(button.dataset.ctCopied);
    setTimeout(() => { button.innerHTML = before; delete button.dataset.ctBusy; }, 3000);
  }

  function save(button) {
    const file = page.createElement("a");
    file.href = URL.createObjectURL(new Blob([one(button.dataset.ctSaves).innerText.trim() + "\n"], { type: "text/plain" }));
    file.download = button.dataset.ctFile;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 1000);
  }

  function show(button) {
    const field = one(button.dataset.ctShows), hidden = field.type === "password", words = button.dataset;
    words.ctShowText ??= button.textContent;
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? words.ctHideText : words.ctShowText;
  }

  function countDown(at) {
    const end = Date.now() + at.dataset.ctUntil * 1000;
    const timer = every(1, () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      at.textContent = at.dataset.ctText.replace("%s", left);
      if (left > 0) return;
      clearInterval(timer);
      at.hidden = true;
      if (at.dataset.ctThen) one(at.dataset.ctThen).hidden = false;
    });
  }

  function follow(list) {
    const field = one(list.dataset.ctRules), rules = all("[data-ct-rule]", list);
    let rest = 0, said = "";
    field.addEventListener("input", () => {
      const typed = field.value.normalize("NFKC"), left = []; // as the server reads it
      list.classList.add("ct-rules--live");
      for (const rule of rules) {
        const met = new RegExp(rule.dataset.ctRule, "su").test(typed);
        rule.classList.toggle("ct-rules__row--met", met);
        if (!met) left.push(one("span", rule).textContent);
      }
      const words = left.length ? list.dataset.ctLeft.replace("%s", left.join("; ")) : list.dataset.ctAll;
      clearTimeout(rest);
      rest = setTimeout(() => { if (words !== said) say(said = words); }, 1000);
    });
  }

  const send = async (to, form, more) => {
    const body = new URLSearchParams([...new FormData(form)]);
    if (more) body.set(more, "1");
    const answer = await fetch(to, { method: "POST", body, redirect: "manual" }).catch(() => null);
    return answer && { ok: answer.ok, status: answer.status, text: await answer.text() }; // until it is read it is on its way
  };

  /* Asks the server to keep what was typed, for when its owner is back. Answers "" when nothing was typed. */
  async function keepTyped() {
    let result = "";
    for (const form of all("main form[method=post][data-ct-typed]")) {
      const answer = await send(form.action, form, "_keep");
      result = answer?.status === 201 && result !== "lost" ? "kept" : "lost";
    }
    return result;
  }

  /* The end of the session moves when any tab of this browser talks to the server, so tabs tell each other: what was said
     last is true, also when it is sooner. So they do when it has come, or when one is signed out by hand: each keeps what
     was typed in it before the session ends, or at once. */
  function session(dialog) {
    const { ctSession, ctExtend, ctEnded, ctOut } = dialog.dataset, live = one("[aria-live]", dialog), out = one("form", dialog);
    const tabs = new BroadcastChannel("ct-session");
    let end = 0, said = 0, leaving = false;
    const later = (seconds) => { end = Date.now() + seconds * 1000; said = 0; localStorage.setItem("ct-end", end); };
    const leave = async (byHand) => {
      if (leaving) return;
      leaving = true;
      if (!byHand) tabs.postMessage("over");
      const [form] = await Promise.all([keepTyped(), new Promise((done) => { setTimeout(done, 1000); })]);
      await send(out.action, out);
      location.replace(byHand ? ctOut : ctEnded + (form && "?form=" + form));
    };
    const stay = async () => {
      const answer = await send(ctExtend, out);
      if (!answer) return;
      if (!answer.ok) { leave(); return; }
      const fresh = new DOMParser().parseFromString(answer.text, "text/html");
      later(one("dialog[data-ct-session]", fresh).dataset.ctSession); // less than before when the session is old
      dialog.close();
    };
    later(ctSession);
    tabs.onmessage = ({ data }) => leave(data === "out");
    page.addEventListener("submit", ({ target }) => { if (target.action === out.action) tabs.postMessage("out"); });
    every(1, () => {
      end = Number(localStorage.getItem("ct-end")) || end;
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (leaving) return;
      if (left > 120) { if (dialog.open) dialog.close(); return; }
      if (left === 0) { leave(); return; }
      if (!dialog.open) dialog.showModal();
      one("[data-ct-left]", dialog).textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
      const mark = [10, 30, 60, 120].find((m) => left <= m);
      if (mark !== said) { said = mark; live.textContent = live.getAttribute("data-ct-" + mark); }
    });
    one("[data-ct-stay]", dialog).addEventListener("click", stay);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); }); // Escape: somebody is there
  }

  const does = {
    "[data-ct-copy]": copy,
    "[data-ct-saves]": save,
    "[data-ct-shows]": show,
    "[data-ct-print]": () => print(),
    "[data-ct-opens]": (button) => one(button.dataset.ctOpens).showModal(),
  };

  function prepare(from) {
    for (const button of all(Object.keys(does).join(), from)) button.hidden = "ctCopy" in button.dataset && !navigator.clipboard;
    for (const at of all("[data-ct-until]", from)) countDown(at);
    for (const list of all("[data-ct-rules]", from)) follow(list);
    for (const at of all("time[data-ct-local]", from)) {
      at.title = new Date(at.dateTime).toLocaleString(page.documentElement.lang, { dateStyle: "long", timeStyle: "long" });
    }
    one("[data-ct-focus]", from)?.focus();
  }

  page.addEventListener("click", (event) => {
    if (event.target.closest(".ct-language__button")) sessionStorage.setItem("ct-language", "1");
    for (const menu of all(".ct-account[open]")) if (!menu.contains(event.target)) menu.open = false;
    for (const [selector, act] of Object.entries(does)) {
      const button = event.target.closest(selector);
      if (!button) continue;
      event.preventDefault(); // an opener may be a link, for when there is no script
      act(button);
    }
  });
  page.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && one(".ct-account[open]");
    if (menu) { menu.open = false; one("summary", menu).focus(); }
  });
  page.addEventListener("input", (event) => { if (event.target.form) event.target.form.dataset.ctTyped = ""; });
  page.addEventListener("submit", (event) => {
    for (const field of all("input[type=text][autocomplete*=password]", event.target)) field.type = "password";
  });

  const opened = [];
  addEventListener("beforeprint", () => { for (const d of all("main details:not([open])")) { d.open = true; opened.push(d); } });
  addEventListener("afterprint", () => { for (const d of opened.splice(0)) d.open = false; });

  page.addEventListener("DOMContentLoaded", () => {
    page.body.append(aloud);
    prepare(page);
    for (const dialog of all("dialog[data-ct-session]")) session(dialog);
    if (sessionStorage.getItem("ct-language")) {
      sessionStorage.removeItem("ct-language");
      one(".ct-language__button")?.focus();
    }
  });
  page.addEventListener("htmx:load", (event) => { if (event.detail.elt !== page.body) prepare(event.detail.elt); });
})();
