"use strict";
/* exported ReadNextView */
// Draws a list of papers, or why there is none, in a section of the item pane or a tab.

var ReadNextView = (() => {
  const HTML = "http://www.w3.org/1999/xhtml";

  function add(parent, tag, text = "") {
    const element = parent.ownerDocument.createElementNS(HTML, tag);
    element.textContent = text;
    parent.appendChild(element);
    return element;
  }

  /** Add an element whose text is a Fluent string. */
  function say(parent, tag, id, args = {}) {
    const element = add(parent, tag);
    parent.ownerDocument.l10n?.setAttributes(element, `readnext-${id}`, args);
    return element;
  }

  function button(parent, id, action) {
    const element = say(parent, "button", id);
    element.addEventListener("click", async () => {
      element.disabled = true;
      try {
        await action();
      } catch (error) {
        parent.querySelector(".readnext-problem")?.remove();
        const problem = say(parent, "span", `failure-${error.kind ?? "button"}`,
          { detail: error.detail ?? String(error) });
        problem.className = "readnext-problem";
      } finally {
        element.disabled = false;
      }
    });
    return element;
  }

  function drawPaper(parent, paper, actions) {
    const article = add(parent, "article");
    article.style.cssText = "margin: 0 0 1em; user-select: text;";
    add(article, "strong", paper.title);
    for (const line of [paper.who, paper.where, paper.rating].filter(Boolean)) {
      add(article, "div", line);
    }
    const reasons = add(article, "ul");
    reasons.style.cssText = "margin: 0.2em 0; padding-inline-start: 1.4em;";
    for (const reason of paper.reasons) add(reasons, "li", reason);
    const row = add(article, "div");
    button(row, "save", () => actions.save(paper));
    button(row, "dismiss", () => actions.dismiss(paper));
    if (paper.link) button(row, "open", () => actions.open(paper));
  }

  /**
   * Draw into an element, in place of what it has.
   *
   * `state` has a `failure`, or `papers` with further `notes`, or neither while readnext
   * is running; `empty` is the string for no papers.
   */
  function draw(body, state, empty, actions) {
    body.replaceChildren();
    if (state.failure) {
      say(body, "p", `failure-${state.failure.kind}`, { detail: state.failure.detail });
      button(body, "again", actions.reload);
      return;
    }
    if (!state.papers) return void say(body, "p", "running");
    if (state.starter) say(body, "p", "no-catalog");
    for (const note of state.starter ? [] : state.notes) add(body, "p", note);
    if (!state.papers.length) say(body, "p", empty);
    for (const paper of state.papers) drawPaper(body, paper, actions);
  }

  return { draw };
})();
