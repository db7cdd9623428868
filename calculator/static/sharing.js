// A button that copies, beside each box. Where a browser lets no page copy, there is none.
"use strict";
(() => {
  const made = document.getElementById("made");
  if (!made || !navigator.clipboard) return;
  for (const box of made.querySelectorAll("textarea")) {
    const line = document.createElement("div");
    const button = document.createElement("button");
    const said = document.createElement("span");
    line.className = "copy";
    button.type = "button";
    button.className = "second";
    button.textContent = made.dataset.copy;
    button.setAttribute("aria-describedby", `${box.id}-label`);
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      box.select();
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(box.value);
        said.textContent = made.dataset.copied;
      } catch {
        // What is marked can still be copied by hand.
      }
    });
    line.append(button, said);
    box.after(line);
    made.querySelector(`label[for="${box.id}"]`).id = `${box.id}-label`;
  }
})();
