"use strict";
// The plugin for Zotero in a fake Zotero; run by test_addon.py.

const assert = require("node:assert/strict");
const { execFile } = require("node:child_process");
const { createServer } = require("node:http");
const { test } = require("node:test");
const { Element, Item, loadPlugin, makeWindow, makeZotero } = require("./fake_zotero.js");

const PAPER = {
  id: "p1", title: "On Ducks", who: "Zoë Sand", where: "Pond Letters, 2026",
  rating: "strong match, 83%", reasons: ["close to “On Geese”"], link: "https://a.example/1",
  item: { itemType: "preprint", title: "On Ducks" },
};
const OTHER = { ...PAPER, id: "p2", title: "On Swans" };
const LIST = {
  readnext: "1", plugin: 1, starter: false, notes: ["2 of these were in your digest"], shown: 1,
  papers: [PAPER, OTHER], near: { AAAAAAAA: [1] },
  scores: { "p1": 0.834, "10.1/x": 0.07, "zotero:guid-1": 1, "2401.00001": 0.5, "c d": 0.25 },
};
const settle = () => new Promise(resolve => setTimeout(resolve, 5));

/** Start the plugin; `prints` says what each child process prints. */
async function started(prints, { version = 10, prefs = {} } = {}) {
  const calls = [];
  const fake = makeZotero(version, async (command, args) => {
    calls.push([command, ...args]);
    return prints(args, command);
  });
  Object.assign(fake.prefs, prefs);
  const plugin = loadPlugin(fake);
  plugin.scope.startup(plugin.data, 1);
  await settle();
  const body = new Element("div", fake.windows[0].document);
  const show = item => {
    const [section] = fake.sections.kept.values();
    let enabled;
    section.onItemChange({ item, setEnabled: value => { enabled = value; } });
    section.onRender({ body, item });
    return enabled;
  };
  return { ...fake, plugin, calls, body, show };
}

const listing = () => JSON.stringify(LIST);
const item = (key, fields) => Object.assign(new Item("journalArticle", fields), { key });
const missing = () => { throw new Error("Executable not found"); };

for (const version of [7, 8, 9, 10]) {
  test(`Zotero ${version}: everything is added once and taken back`, async () => {
    const zotero = await started(listing, { version });
    const menus = version >= 8 ? 1 : 0;
    // A link to the strings, and before Zotero 8 a menu item, in the window.
    const elements = version >= 8 ? 1 : 2;
    assert.deepEqual(zotero.left(),
      { sections: 1, columns: 1, menus, panes: 1, endpoints: 1, tabs: 0, elements });
    const second = makeWindow();
    zotero.windows.push(second);
    zotero.plugin.scope.onMainWindowLoad({ window: second });
    const item = [...zotero.menus.kept.values()][0]?.menus[0].onCommand
      ?? zotero.windows[0].document.getElementById("readnext-menu-item").listeners.command;
    item();
    zotero.show(new Item("book"));
    assert.equal(zotero.left().tabs, 1);
    zotero.plugin.scope.onMainWindowUnload({ window: second });
    zotero.plugin.scope.shutdown(zotero.plugin.data, 4);
    await settle();
    assert.deepEqual(zotero.left(),
      { sections: 0, columns: 0, menus: 0, panes: 0, endpoints: 0, tabs: 0, elements: 0 });
    assert.deepEqual(zotero.plugin.globals().sort(),
      ["install", "onMainWindowLoad", "onMainWindowUnload", "shutdown", "startup", "uninstall"]);
    assert.deepEqual(zotero.log, []);
  });
}

test("it starts again after it was stopped, and stops while it starts", async () => {
  const zotero = await started(listing);
  const { scope, data } = zotero.plugin;
  scope.shutdown(data, 4);
  scope.startup(data, 3);
  scope.shutdown(data, 4);
  await settle();
  assert.equal(Object.values(zotero.left()).reduce((sum, one) => sum + one), 0);
  assert.deepEqual(zotero.log, []);
});

test("the section has the papers near an item, with reasons", async () => {
  const zotero = await started(listing);
  assert.equal(zotero.show(item("AAAAAAAA")), true);
  const text = zotero.body.textContent;
  for (const part of ["On Swans", "Zoë Sand", "Pond Letters, 2026", "83%", "“On Geese”"]) {
    assert.match(text, new RegExp(part));
  }
  assert.doesNotMatch(text, /On Ducks/);
  zotero.show(item("BBBBBBBB"));
  assert.deepEqual(zotero.body.ids, ["readnext-none-near"]);
  assert.equal(zotero.show(Object.assign(item("C"), { isFeedItem: true })), false);
});

test("it says that readnext is running, without waiting for it", async () => {
  let finish;
  const zotero = await started(() => new Promise(resolve => { finish = resolve; }));
  zotero.show(item("AAAAAAAA"));
  assert.deepEqual(zotero.body.ids, ["readnext-running"]);
  finish(listing());
  await settle();
  assert.match(zotero.body.textContent, /On Swans/);
  assert.equal(zotero.Zotero.ItemTreeManager.refreshed, 1);
});

test("fifty selections run readnext once", async () => {
  const zotero = await started(listing);
  for (let n = 0; n < 50; n++) zotero.show(item(n % 2 ? "AAAAAAAA" : `K${n}`));
  assert.equal(zotero.calls.length, 1);
  assert.deepEqual(zotero.calls[0].slice(1), ["zotero", "list", "--timeout", "120",
    "--zotero-port", "23119", "--zotero-data", "/home/mia/Zotero"]);
});

test("the tab has the list, with notes", async () => {
  const zotero = await started(listing);
  const [menu] = zotero.menus.kept.values();
  menu.menus[0].onCommand();
  menu.menus[0].onCommand();
  const [{ container }] = zotero.windows[0].opened.values();
  assert.equal(zotero.windows[0].opened.size, 1);
  assert.equal(zotero.windows[0].selected, "tab-1");
  assert.match(container.textContent, /in your digest.*On Ducks/);
  assert.doesNotMatch(container.textContent, /On Swans/);
});

test("the column has the likelihood of items and of feed items", async () => {
  const zotero = await started(listing);
  const [column] = zotero.columns.kept.values();
  const feed = guid => Object.assign(item("F"), { isFeedItem: true, guid });
  const shown = one => column.dataProvider(one);
  assert.equal(shown(item("A", { DOI: "10.1/X" })), "007");
  assert.equal(shown(item("A", { url: "https://arxiv.org/abs/2401.00001v2" })), "050");
  assert.equal(shown(item("A", { extra: "x: y\nreadnext-probability: 0.42" })), "042");
  assert.equal(shown(item("A")), "");
  assert.equal(shown(feed("guid-1")), "100");
  assert.equal(shown(feed("urn:readnext:c%20d")), "025");
  const document = zotero.windows[0].document;
  const cell = column.renderCell(0, "007", { className: "c" }, false, document);
  assert.deepEqual([cell.textContent, cell.className], ["7 %", "cell c"]);
  assert.equal(column.renderCell(0, "", { className: "c" }, false).textContent, "");
});

test("a paper is saved into the selected collection, and leaves the list", async () => {
  const zotero = await started(listing);
  zotero.show(item("AAAAAAAA"));
  await zotero.body.button("save").listeners.click();
  const [saved] = zotero.saved;
  assert.deepEqual([saved.json.title, saved.libraryID, ...saved.collections], ["On Ducks", 1, 9]);
  assert.deepEqual(zotero.looked, [saved]);
  assert.deepEqual(zotero.body.ids, ["readnext-none-near"]);
});

test("a paper is opened, and dismissed by readnext", async () => {
  const zotero = await started(args => args[0] === "feedback" ? "dismissed: On Swans" : listing());
  zotero.show(item("AAAAAAAA"));
  await zotero.body.button("open").listeners.click();
  assert.deepEqual(zotero.launched, ["https://a.example/1"]);
  await zotero.body.button("dismiss").listeners.click();
  assert.deepEqual(zotero.calls[1].slice(1), ["feedback", "dismiss", "--", "p2"]);
  assert.doesNotMatch(zotero.body.textContent, /On Swans/);
});

test("a paper that cannot be dismissed stays, with the reason", async () => {
  const zotero = await started(args => args[0] === "feedback" ? "" : listing());
  zotero.show(item("AAAAAAAA"));
  await zotero.body.button("dismiss").listeners.click();
  assert.match(zotero.body.textContent, /On Swans/);
  assert.ok(zotero.body.ids.includes("readnext-failure-dismiss"));
});

const HELP = "Commands:\n  list    Print\n  plugin  Write";
const FAILURES = {
  missing: [missing],
  timeout: [() => new Promise(() => {}), { prefs: { "extensions.readnext.seconds": -9.99 } }],
  silent: [args => args[1] === "--help" ? HELP : args[0] === "--version" ? "readnext, version 2" : ""],
  old: [args => args[0] === "--version" ? "readnext, version 0.0.9" : ""],
  error: [() => JSON.stringify({ readnext: "1", plugin: 1, error: "no library" })],
  "old-plugin": [() => JSON.stringify({ readnext: "9", plugin: 2 })],
};
const DETAILS = { missing: "readnext", timeout: "0", old: "0.0.9", error: "no library", "old-plugin": "9" };

for (const [kind, [prints, options]] of Object.entries(FAILURES)) {
  test(`a message and another try where it is: ${kind}`, async () => {
    let mended = false;
    const zotero = await started((...given) => mended ? listing() : prints(...given), options);
    await new Promise(resolve => setTimeout(resolve, 30));
    zotero.show(item("AAAAAAAA"));
    assert.deepEqual(zotero.body.ids, [`readnext-failure-${kind}`, "readnext-again"]);
    assert.equal(zotero.body.children[0].args.detail || undefined, DETAILS[kind]);
    mended = true;
    await zotero.body.button("again").listeners.click();
    assert.match(zotero.body.textContent, /On Swans/);
    assert.deepEqual(zotero.log, []);
  });
}

test("without a catalog it says how to get one", async () => {
  const zotero = await started(() => JSON.stringify({ ...LIST, starter: true }));
  zotero.show(item("AAAAAAAA"));
  assert.ok(zotero.body.ids.includes("readnext-no-catalog"));
});

test("the command of the settings is the only one tried", async () => {
  const prefs = { "extensions.readnext.command": "/opt/r", "extensions.readnext.packedWith": "/p" };
  const chosen = await started(missing, { prefs });
  assert.deepEqual(chosen.calls.map(call => call[0]), ["/opt/r"]);
  prefs["extensions.readnext.command"] = "";
  const found = await started((_, command) => command === "readnext" ? listing() : missing(), { prefs });
  assert.deepEqual(found.calls.map(call => call[0]), ["/p", "readnext"]);
});

test("doctor can ask whether the plugin is there", async () => {
  const zotero = await started(listing);
  const endpoint = new zotero.Zotero.Server.Endpoints["/readnext/status"]();
  assert.deepEqual([...endpoint.init({})], [200, "application/json", '{"plugin":"1","ready":true}']);
  assert.deepEqual([...endpoint.supportedMethods], ["GET"]);
});

/** A service that answers with a status and a text; `asked` is what it was asked. */
async function serving(status, text, act) {
  const asked = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", part => { body += part; });
    request.on("end", () => {
      asked.push([request.method, request.url, request.headers.authorization, body]);
      response.writeHead(status).end(request.method === "POST" ? '{"verdict": "dismiss"}' : text);
    });
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  try {
    await act(`http://127.0.0.1:${server.address().port}/`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Start the plugin with a service in its settings, and wait until it has an answer. */
async function startedWith(service) {
  const zotero = await started(missing, { prefs: { "extensions.readnext.service": service } });
  zotero.show(item("AAAAAAAA"));
  const waits = () => zotero.body.ids.includes("readnext-running");
  for (let n = 0; n < 3000 && waits(); n++) await new Promise(done => setTimeout(done, 20));
  return zotero;
}

test("the service of the settings is asked in place of the command", async () => {
  await serving(200, listing(), async (url, asked) => {
    const zotero = await startedWith(`${url}?token=a-B_9`);
    assert.match(zotero.body.textContent, /On Swans/);
    await zotero.body.button("dismiss").listeners.click();
    assert.doesNotMatch(zotero.body.textContent, /On Swans/);
    assert.deepEqual(asked, [
      ["GET", "/api/v1/zotero", "Bearer a-B_9", ""],
      ["POST", "/api/v1/verdicts", "Bearer a-B_9", '{"id":"p2","verdict":"dismiss"}'],
    ]);
    assert.deepEqual([zotero.calls, zotero.log], [[], []]);
  });
});

test("a service that refuses or is not there is a message", async () => {
  let gone;
  await serving(401, "{}", async url => {
    const refused = await startedWith(`${url}?token=old`);
    assert.deepEqual(refused.body.ids, ["readnext-failure-service", "readnext-again"]);
    assert.match(refused.body.children[0].args.detail, /^401/);
    gone = url;
  });
  for (const place of [`${gone}?token=x`, "/no/such/service.json", "nonsense"]) {
    const zotero = await startedWith(place);
    assert.deepEqual(zotero.body.ids, ["readnext-failure-service", "readnext-again"]);
    assert.deepEqual([zotero.calls, zotero.log], [[], []]);
  }
});

const SERVICES = (process.env.READNEXT_SERVICES ?? "").split("\n").filter(Boolean);

test("with the real service", { skip: !SERVICES.length }, async () => {
  for (const place of SERVICES) { // its address, and its file
    const zotero = await startedWith(place);
    const [menu] = zotero.menus.kept.values();
    menu.menus[0].onCommand();
    const [{ container }] = zotero.windows[0].opened.values();
    assert.ok(container.ids.includes("readnext-save"), container.textContent);
    assert.match(container.textContent, /“/);
    const before = container.all().length;
    await container.button("dismiss").listeners.click();
    assert.ok(!container.ids.includes("readnext-problem") && container.all().length < before);
    assert.deepEqual([zotero.calls, zotero.log], [[], []]);
  }
});

test("with the real command", { skip: !process.env.READNEXT_COMMAND }, async () => {
  const run = (args, command) => new Promise(resolve => {
    execFile(command, args, (_error, output) => resolve(output));
  });
  const prefs = { "extensions.readnext.command": process.env.READNEXT_COMMAND };
  const zotero = await started(run, { prefs });
  zotero.Zotero.Server.port = Number(process.env.READNEXT_PORT);
  zotero.show(item("AAAAAAAA"));
  const again = () => zotero.body.button("again");
  for (let n = 0; n < 600 && !again(); n++) await new Promise(resolve => setTimeout(resolve, 100));
  await again().listeners.click();
  const [menu] = zotero.menus.kept.values();
  menu.menus[0].onCommand();
  const [{ container }] = zotero.windows[0].opened.values();
  assert.ok(container.ids.includes("readnext-save"), container.textContent);
  assert.match(container.textContent, /“/);
  await container.button("dismiss").listeners.click();
  assert.ok(!container.ids.includes("readnext-failure-dismiss"));
});
