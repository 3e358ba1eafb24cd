// The text of a script in Ace, over the box that stays what is sent: colours, folding, search, completion, problems.
const ace = globalThis.ace;
const form = document.querySelector("form[data-check]");
if (ace && form) {
  ace.config.set("useStrictCSP", true);
  ace.config.set("basePath", "/static/ace");
  ace.config.setDefaultValue("session", "useWorker", false); // before a mode is set: a worker begins as a blob
  const words = JSON.parse(form.dataset.words);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => `ace/theme/${dark.matches ? "one_dark" : "textmate"}`;

  // The names that stand two spaces in, below an entry at the top of the text.
  const below = (lines, top) => {
    const names = [];
    let inside = false;
    for (const line of lines) {
      if (/^\S/.test(line) && !line.startsWith("#")) inside = line.startsWith(`${top}:`);
      const name = inside && /^ {2}([a-z0-9-]+):/.exec(line);
      if (name) names.push(name[1]);
    }
    return names;
  };
  const completer = {
    identifierRegexps: [/[a-z0-9-]/],
    getCompletions(_editor, session, place, prefix, tell) {
      const lines = session.getDocument().getAllLines();
      const before = lines[place.row].slice(0, place.column - prefix.length);
      const script = document.getElementById("text").value.split("\n");
      const [, key] = /([a-z-]+): *\[?$/.exec(before) ?? /([a-z-]+): *\[[a-z0-9, -]*$/.exec(before) ?? [];
      let offered = [];
      if (["goto", "otherwise", "accepted", "of-another", "start", "at"].includes(key)) offered = below(script, "steps").map((name) => [name, "step"]);
      else if (["ask", "of", "opening"].includes(key) || /when: *\{$/.test(before)) offered = below(script, "slots").map((name) => [name, "slot"]);
      else if (key) offered = (words[key] ?? []).map((name) => [name, key]);
      else if (/^[\s{,-]*$|[{,] *$/.test(before)) offered = Object.keys(words).map((name) => [`${name}: `, "entry"]);
      tell(null, offered.map(([value, meta]) => ({ caption: value.trim().replace(/:$/, ""), value, meta, score: meta === "entry" ? 1 : 9 })));
    },
  };

  for (const box of form.querySelectorAll("textarea.code")) {
    const place = document.createElement("div");
    place.className = "editor";
    box.after(place);
    const editor = ace.edit(place, {
      mode: "ace/mode/yaml", theme: theme(), tabSize: 2, useSoftTabs: true, showPrintMargin: false, fontSize: 14,
      enableBasicAutocompletion: [completer], enableLiveAutocompletion: [completer], newLineMode: "unix", enableKeyboardAccessibility: true,
    });
    editor.session.setValue(box.value);
    editor.textInput.getElement().setAttribute("aria-label", box.labels[0]?.textContent ?? box.name);
    box.hidden = true;
    editor.session.on("change", () => {
      box.value = editor.getValue();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    // Whoever sets the box, or asks for a line of it, means the editor.
    box.addEventListener("show-line", ({ detail: line }) => {
      editor.resize(true);
      editor.gotoLine(line, 0);
      editor.selection.selectLineEnd();
      editor.focus();
    });
    const problems = document.getElementById("problems");
    const mark = () => {
      const mine = [...problems.querySelectorAll("a[data-line]")].filter((link) => Boolean(link.dataset.cases) === (box.id === "cases"));
      editor.session.setAnnotations(mine.map((link) => ({ row: link.dataset.line - 1, column: 0, type: "error", text: link.parentElement.querySelector(".wrap").textContent.trim() })));
    };
    mark();
    new MutationObserver(mark).observe(problems, { childList: true, subtree: true });
    box.closest("details")?.addEventListener("toggle", () => editor.resize(true));
    dark.addEventListener("change", () => editor.setTheme(theme()));
  }
}
