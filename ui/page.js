// The page's own script. Gradio calls send() with a question, then take() with the card it got, or fail().
// One listener each for clicks and keys; the conversation is kept in the tab (sessionStorage), so that a reload keeps it.
(() => {
  "use strict";
  const KEPT = "wenyuan.turns", THEME = "wenyuan.theme", MOST_TURNS = 6, PATIENCE_MS = 40000, PHONE = "(max-width: 999px)";
  const FAILED = "没有连上，或者出了故障，这个问题还没有得到回答。请再问一次。";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const box = () => document.querySelector("#wy-box textarea, #wy-box input");
  const sendButton = () => document.querySelector("button#wy-send, #wy-send button");
  const phone = () => matchMedia(PHONE).matches;

  let turns = [];         // {html, question, answer}: what is kept and what goes along with the next question
  let wanted = null;      // a question to ask that was not typed
  let pending = null;     // {question, node, ticket, stale}: the question under way
  let tickets = 0;        // a card that comes with another ticket than the pending one is too late
  let opened = null;      // {card, opener}: whose article is open

  /* asking ------------------------------------------------------------------------------------------- */

  function put(text) {
    const field = box();
    const proto = field.tagName === "TEXTAREA" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(proto, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function edit(question) {
    put(question);
    box().focus();
    box().setSelectionRange(question.length, question.length);
  }

  function ask(question, tries = 20) {
    if (pending || !question.trim()) return;
    wanted = question;
    sendButton().click();
    setTimeout(() => { if (wanted === question && tries) ask(question, tries - 1); }, 250);
  }

  function send(typed) {
    const question = (wanted ?? typed ?? "").trim();
    wanted = null;
    const node = document.createElement("section");
    node.className = "turn waiting";
    const asked = document.createElement("h2");
    asked.className = "asked";
    asked.textContent = question;
    const progress = document.createElement("div");
    progress.className = "progress";
    progress.setAttribute("role", "status");
    progress.innerHTML = "<i></i><p>正在报纸里查找</p>";
    node.append(asked, progress);
    byId("wy-thread").append(node);
    const ticket = String(++tickets);
    pending = { question, node, ticket };
    put("");
    settle();
    history.replaceState(null, "", "#q=" + encodeURIComponent(question));
    node.scrollIntoView({ block: "start", behavior: calm() });
    setTimeout(() => { if (pending?.node === node) progress.querySelector("p").textContent = "还在查找，请稍候"; }, 4000);
    setTimeout(() => { if (pending?.ticket === ticket) fail(); }, PATIENCE_MS);
    const before = turns.filter((turn) => turn.answer).slice(-MOST_TURNS).map(({ question, answer }) => ({ question, answer }));
    return [question, JSON.stringify(before), ticket];
  }

  function take(html, ticket) {
    if (!pending || ticket !== pending.ticket) return;
    const { node, stale } = pending;
    pending = null;
    if (stale) return settle();
    const card = add(html, node);
    const said = card.dataset.turn ? JSON.parse(card.dataset.turn) : {};
    turns.push({ html, question: said.question ?? "", answer: said.answer ?? "" });
    keep();
    settle();
    card.scrollIntoView({ block: "start", behavior: calm() });
    const first = card.querySelector(".chip[data-open]");
    if (first && !phone()) open(first, false);
    else close(false);
    if (!phone()) box()?.focus({ preventScroll: true });
  }

  function fail() {
    if (!pending) return;
    const shell = document.createElement("div");
    shell.innerHTML = '<section class="turn" data-kind="error"><h2 class="asked"></h2><div class="trouble" role="alert"><p></p>' +
      '<button type="button" class="plain">再问一次</button></div></section>';
    shell.querySelector("h2").textContent = pending.question;
    shell.querySelector("p").textContent = FAILED;
    shell.querySelector("button").dataset.ask = pending.question;
    take(shell.innerHTML, pending.ticket);
  }

  function add(html, instead) {
    const shell = document.createElement("div");
    shell.innerHTML = html;
    const card = shell.firstElementChild;
    if (instead?.isConnected) instead.replaceWith(card);
    else byId("wy-thread").append(card);
    return card;
  }

  function keep() {
    while (turns.length) {
      try { return sessionStorage.setItem(KEPT, JSON.stringify(turns)); } catch { turns.shift(); }
    }
  }

  function startAnew() {
    if (pending) { pending.stale = true; }
    turns = [];
    sessionStorage.removeItem(KEPT);
    byId("wy-thread").replaceChildren();
    history.replaceState(null, "", location.pathname);
    close(false);
    settle();
    put("");
    scrollTo(0, 0);
    box().focus();
  }

  function settle() {
    root.dataset.empty = String(!byId("wy-thread").childElementCount);
    root.dataset.busy = String(Boolean(pending));
    const button = sendButton();
    if (button) button.textContent = pending ? "查找中" : "提问";
  }

  /* the article beside ------------------------------------------------------------------------------- */

  const openers = (card) => {
    const seen = new Set();
    return [...card.querySelectorAll("[data-open]")].filter((o) => {
      const folded = o.closest("details:not([open])");
      const first = !folded && !seen.has(o.dataset.open);
      if (first) seen.add(o.dataset.open);
      return first;
    });
  };

  function open(opener, takeFocus = true) {
    const card = opener.closest(".turn");
    const source = card.querySelector(`template[data-key="${CSS.escape(opener.dataset.key)}"]`);
    if (!source) return;
    const paper = byId("wy-paper");
    paper.replaceChildren(source.content.cloneNode(true));
    opened = { card, opener, back: opener };
    byId("wy-pane-title").textContent = source.dataset.title;
    byId("wy-pane-where").textContent = source.dataset.where;
    byId("wy-pane-link").href = opener.dataset.href;
    const all = openers(card), at = all.findIndex((o) => o.dataset.open === opener.dataset.open);
    byId("wy-pane-count").textContent = all.length > 1 ? `${at + 1} / ${all.length}` : "";
    root.dataset.walk = String(all.length > 1);
    root.dataset.pane = "open";
    byId("wy-pane").setAttribute("aria-hidden", "false");
    modal(phone());
    document.querySelectorAll("[data-open].current").forEach((o) => o.classList.remove("current"));
    card.querySelectorAll(`[data-open="${CSS.escape(opener.dataset.open)}"]`).forEach((o) => o.classList.add("current"));
    const names = opener.dataset.open.split(" ");
    const pieces = [...paper.querySelectorAll("[data-mark]")].filter((m) => m.dataset.mark.split(" ").some((name) => names.includes(name)));
    pieces.forEach((m) => m.classList.add("on", "flash"));
    const first = pieces[0];
    if (!first) return;
    const top = first.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop;
    paper.scrollTo({ top: Math.max(0, top - paper.clientHeight / 3), behavior: "instant" });
    if (takeFocus) first.focus({ preventScroll: true });
  }

  function close(giveBack = true) {
    if (root.dataset.pane !== "open") return;
    root.dataset.pane = "closed";
    byId("wy-pane").setAttribute("aria-hidden", "true");
    modal(false);
    document.querySelectorAll("[data-open].current").forEach((o) => o.classList.remove("current"));
    if (giveBack && opened?.back?.isConnected) opened.back.focus();
    opened = null;
  }

  function modal(on) {
    const pane = byId("wy-pane");
    if (on) { pane.setAttribute("role", "dialog"); pane.setAttribute("aria-modal", "true"); }
    else { pane.removeAttribute("role"); pane.removeAttribute("aria-modal"); }
    for (const id of ["wy-main", "wy-masthead"]) byId(id)?.toggleAttribute("inert", on);
  }

  function walk(step) {
    if (!opened) return;
    const all = openers(opened.card), at = all.findIndex((o) => o.dataset.open === opened.opener.dataset.open);
    const next = all[(at + step + all.length) % all.length];
    if (next && all.length > 1) open(next);
  }

  /* copying, colours --------------------------------------------------------------------------------- */

  async function copy(button) {
    const text = button.dataset.copy === "link"
      ? location.origin + location.pathname + "#q=" + encodeURIComponent(button.dataset.text)
      : button.dataset.text.replace(/^\/a\//gm, location.origin + "/a/");
    let done = false;
    try { await navigator.clipboard.writeText(text); done = true; } catch { done = copyByHand(text); }
    button.dataset.words ??= button.textContent;
    button.textContent = done ? "已复制" : "复制不了，请手动选取";
    byId("wy-said").textContent = button.textContent;
    setTimeout(() => { button.textContent = button.dataset.words; byId("wy-said").textContent = ""; }, 2000);
  }

  function copyByHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  function nameTheme() {
    const button = byId("wy-theme");
    if (button) button.textContent = dark() ? "浅色" : "深色";
  }

  function switchTheme() {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem(THEME, root.dataset.theme); } catch { /* this visit only */ }
    nameTheme();
  }

  /* listening ---------------------------------------------------------------------------------------- */

  const deeds = { new: startAnew, theme: switchTheme, close: () => close(), before: () => walk(-1), after: () => walk(1) };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-open], [data-copy], [data-ask], [data-edit], [data-do]");
    if (!target) {
      if (event.target.closest?.("#wy-send") && (pending || (!wanted && !box().value.trim()))) {
        event.stopImmediatePropagation();
        box().focus();
      }
      return;
    }
    if (target.tagName === "A") event.preventDefault();
    if (target.dataset.open) open(target);
    else if (target.dataset.copy) copy(target);
    else if (target.dataset.ask) ask(target.dataset.ask);
    else if (target.dataset.edit) edit(target.dataset.edit);
    else deeds[target.dataset.do]();
  }, true);

  document.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.target === box() && event.key === "Enter" && !event.shiftKey) {
      if (composing || pending || !event.target.value.trim()) event.stopImmediatePropagation();
      if (!composing && (pending || !event.target.value.trim())) event.preventDefault();
      return;
    }
    if (composing) return;
    if (event.key === "Escape") close();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.("#wy-pane")) { walk(step); event.preventDefault(); }
    else if (event.target.matches?.(".chip")) {
      const chips = [...event.target.closest(".turn").querySelectorAll("button.chip")];
      chips[(chips.indexOf(event.target) + step + chips.length) % chips.length].focus();
      event.preventDefault();
    }
  }, true);

  function fromLink() {
    const question = questionOf(location.hash);
    if (!question || pending || turns.at(-1)?.html.includes(`>${escaped(question)}</h2>`)) return;
    put(question);
    ask(question);
  }

  function questionOf(hash) {
    if (!hash.startsWith("#q=")) return "";
    try { return decodeURIComponent(hash.slice(3)); } catch { return ""; }
  }

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;").replace(/'/g, "&#x27;");
  }

  function begin() {
    try { turns = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"); } catch { turns = []; }
    turns.forEach((turn) => add(turn.html));
    settle();
    nameTheme();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);
    matchMedia(PHONE).addEventListener("change", () => { if (opened) modal(phone()); });
    addEventListener("hashchange", fromLink);
    if (turns.length) byId("wy-thread").lastElementChild.scrollIntoView({ block: "start" });
    if (!phone()) box().focus({ preventScroll: true });
    root.dataset.ready = "true";
    fromLink();
  }

  root.dataset.empty = "true";
  window.wenyuan = { send, take, fail };
  const waiting = new MutationObserver(() => {
    if (byId("wy-thread") && byId("wy-pane") && box() && sendButton()) {
      waiting.disconnect();
      begin();
    }
  });
  waiting.observe(root, { childList: true, subtree: true });
})();
