"use strict";
// A driver's round on a telephone without a net. The page and what it looks like are kept until the
// link ends (the worker beside it gives them out again); what is said at doors is kept here until
// the server has heard it. Nothing is kept of a round that ended, was signed back or was closed.
(() => {
  const BEFORE = "round:", DAY = 24 * 60 * 60 * 1000, OFTEN = 60 * 1000, MOST = 200;
  const path = location.pathname, name = BEFORE + path;
  const shown = document.getElementById("round"), over = document.getElementById("over");
  const said = (shown || over).dataset.said;
  const until = shown ? Date.parse(shown.dataset.until) : 0;
  let sending = false;

  const empty = () => ({ until, queue: [], last: {} });

  function kept(which = name) {
    try { return { ...empty(), ...JSON.parse(localStorage.getItem(which)) }; } catch { return empty(); }
  }

  function keep(state) { localStorage.setItem(name, JSON.stringify(state)); }

  function forget(which) {
    localStorage.removeItem(which);
    if (window.caches) caches.delete(which);
    if (navigator.serviceWorker) {
      navigator.serviceWorker.getRegistration(which.slice(BEFORE.length)).then((one) => {
        if (one && one.scope.endsWith(which.slice(BEFORE.length))) one.unregister();
      });
    }
  }

  // Other rounds of days before, whose page nobody opened again.
  async function sweep() {
    const rounds = Object.keys(localStorage);
    if (window.caches) rounds.push(...await caches.keys());
    for (const which of new Set(rounds)) {
      if (!which.startsWith(BEFORE) || which === name) continue;
      const state = kept(which);
      if (Date.now() < state.until) continue;
      if (state.queue.length && Date.now() < state.until + DAY) {
        if (window.caches) caches.delete(which);
      } else forget(which);
    }
  }

  function close() {
    if (window.caches) caches.delete(name);
    if (!kept().queue.length || Date.now() > kept().until + DAY) forget(name);
    if (!shown) return;
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    words.textContent = "This round is over. Nothing of it is kept on this telephone.";
    shown.replaceChildren(words);
  }

  async function send() {
    if (sending) return;
    sending = true;
    const now = kept().queue.slice(0, MOST);
    try {
      const answer = await fetch(said, {
        method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ said: now }),
      });
      if (!answer.ok) return;
      const told = await answer.json(), state = kept();
      state.queue = state.queue.filter(
        (word) => !now.some((sent) => sent.key === word.key && sent.said_at === word.said_at));
      for (const [key, problem] of Object.entries(told.heard)) {
        if (state.last[key]) Object.assign(state.last[key], { sent: Date.now(), problem });
      }
      keep(state);
      if (shown) shut(told.shut || []);
      if (told.over) { state.queue = []; keep(state); close(); }
    } catch { /* no net: it stays in the queue */ } finally {
      sending = false;
      show();
    }
  }

  // Doors to which nobody may go any more, since the page was opened.
  function shut(keys) {
    const rows = [...shown.querySelectorAll("[data-stop]:not([data-shut])")];
    const now = rows.filter((row) => keys.includes(row.dataset.stop));
    for (const row of now) {
      row.dataset.shut = "yes";
      row.querySelectorAll(":scope > p:not([data-word])").forEach((line) => line.remove());
      const title = row.querySelector("h2"), words = document.createElement("p");
      title.textContent = `${title.textContent.split(":")[0]}: not to be gone to`;
      words.textContent = "Ring the scheme; do not go there.";
      title.after(words);
    }
    if (now.length && window.caches) caches.open(name).then((cache) => cache.add(path));
  }

  function clock(moment) {
    return new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }

  function show() {
    if (!shown || !document.getElementById("net")) return;
    const state = kept(), many = state.queue.length;
    for (const row of shown.querySelectorAll("[data-stop]")) {
      const word = state.last[row.dataset.stop];
      if (!word || Date.parse(word.said_at) <= (Date.parse(row.dataset.at) || 0)) continue;
      const words = document.createElement("b"), line = row.querySelector("[data-word]");
      words.textContent = word.words;
      let more = word.note ? `: ${word.note}. ` : ". ";
      if (word.problem) more += `Not taken: ${word.problem}`;
      else more += word.sent ? `Sent at ${clock(word.sent)}.` : "Kept on this telephone, not sent yet.";
      line.replaceChildren(words, more);
    }
    const told = many === 1 ? "1 word is" : `${many} words are`;
    document.getElementById("net").textContent = many
      ? `${told} kept on this telephone and not sent yet. Go on; they are sent when there is a net.`
      : "All that you said is sent.";
  }

  function onSay(event) {
    const form = event.target, told = new FormData(form), choice = form.elements.outcome;
    const word = {
      key: told.get("key"), outcome: told.get("outcome"), note: told.get("note").trim(),
      said_at: new Date().toISOString(),
    };
    if (!word.outcome) return;
    try {
      const state = kept();
      state.queue.push(word);
      state.last[word.key] = { ...word, words: choice.options[choice.selectedIndex].text };
      keep(state);
    } catch { return; } // nothing can be kept here: the form is sent as it is
    event.preventDefault();
    const details = form.closest("details");
    details.open = false;
    details.querySelector("summary").focus();
    form.reset();
    show();
    send();
  }

  async function keepPage() {
    if (!window.caches || !navigator.serviceWorker) return;
    await navigator.serviceWorker.register(shown.dataset.worker, { scope: path });
    const cache = await caches.open(name);
    const looks = document.querySelectorAll('link[rel="stylesheet"], link[rel="icon"], script[src]');
    const files = [...looks].map((one) => one.href || one.src);
    await cache.addAll([...new Set(files)].filter((file) => file.startsWith(location.origin)));
    if (!await cache.match(path)) await cache.add(path);
    shown.dataset.kept = "yes";
  }

  sweep();
  if (over) { send().then(close); return; }
  keep({ ...kept(), until });
  if (Date.now() >= until) { close(); send(); return; }
  setTimeout(() => { close(); send(); }, Math.min(until - Date.now(), 2 ** 31 - 1));
  shown.addEventListener("submit", onSay);
  show();
  keepPage().catch(() => {});
  send();
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (Date.now() >= until) close();
    if (!document.hidden) send();
  });
  setInterval(() => { if (!document.hidden || kept().queue.length) send(); }, OFTEN);
})();
