"use strict";
// The page says all without this; buttons that could do nothing stay hidden.
for (const button of document.querySelectorAll("button.copy")) {
  const article = button.closest("article");
  const entry = article.querySelector("pre");
  const said = article.querySelector("[role=status]");
  const selected = () => {
    // Where there is no clipboard for pages, the old way: copy what is selected.
    entry.closest("details").open = true;
    getSelection().selectAllChildren(entry);
    return document.execCommand("copy");
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(entry.textContent);
    } catch {
      done = selected();
    }
    said.textContent = done ? "Copied" : "Selected; copy it by hand";
  });
}
