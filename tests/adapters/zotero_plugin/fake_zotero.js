"use strict";
// A Zotero with the parts that the plugin uses, and no others: a name that it does not
// have is a ReferenceError. Its plugin APIs are as strict as those of
// chrome/content/zotero/xpcom/pluginAPI of https://github.com/zotero/zotero.

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ADDON = process.env.READNEXT_ADDON;

class Element {
  constructor(tag, document) {
    Object.assign(this, { tag, ownerDocument: document, children: [], style: {} });
    Object.assign(this, { attributes: {}, listeners: {}, own: "", className: "" });
  }
  set textContent(text) { this.own = text; this.children = []; }
  get textContent() { return this.own + this.children.map(one => one.textContent).join(" "); }
  appendChild(child) { child.parent = this; this.children.push(child); return child; }
  replaceChildren() { this.children = []; }
  remove() { this.parent.children = this.parent.children.filter(one => one !== this); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, action) { this.listeners[name] = action; }
  all() { return [this, ...this.children.flatMap(one => one.all())]; }
  get ids() { return this.all().map(one => one.attributes["data-l10n-id"]).filter(Boolean); }
  querySelector(selector) {
    const [, tag, href] = /^(\w*)\[href="(.*)"\]$/.exec(selector) ?? [];
    return this.all().find(one => selector === `.${one.className}`
      || (tag && one.tag === tag && one.attributes.href === href)) ?? null;
  }
  button(id) { return this.all().find(one => one.attributes["data-l10n-id"] === `readnext-${id}`); }
}

class Document extends Element {
  constructor() {
    super("document");
    this.ownerDocument = this;
    const set = (element, id, args) => {
      element.setAttribute("data-l10n-id", id);
      element.args = args;
    };
    this.l10n = { setAttributes: set };
  }
  createElementNS(_space, tag) { return new Element(tag, this); }
  createElement(tag) { return new Element(tag, this); }
  createXULElement(tag) { return new Element(tag, this); }
  getElementById(id) { return this.all().find(one => one.id === id) ?? null; }
}

function makeWindow() {
  const document = new Document();
  const tools = document.appendChild(new Element("menupopup", document));
  tools.id = "menu_ToolsPopup";
  const window = { document, opened: new Map(), selected: null };
  window.MozXULElement = {
    insertFTLIfNeeded(href) {
      const link = document.appendChild(new Element("link", document));
      link.setAttribute("href", href);
    },
  };
  window.Zotero_Tabs = {
    add({ type, title, data, select, onClose }) {
      if (type.includes("-") || typeof title !== "string" || !data || !select) {
        throw new Error("a tab that Zotero cannot keep");
      }
      const id = `tab-${window.opened.size + 1}`;
      const container = document.appendChild(new Element("vbox", document));
      window.opened.set(id, { container, onClose });
      return { id, container };
    },
    select(id) { window.selected = id; },
    close(id) {
      const tab = window.opened.get(id);
      window.opened.delete(id);
      tab.container.remove();
      tab.onClose();
    },
  };
  return window;
}

/** A registry as PluginAPIBase is: required options, unique keys. */
function registry(log, key, required) {
  const kept = new Map();
  return {
    kept,
    register(options) {
      const name = `${options.pluginID}-${options[key]}`.replace(/[^\w-]/g, "-");
      for (const [option, type] of Object.entries({ pluginID: "string", ...required })) {
        const value = option.split(".").reduce((one, part) => one?.[part], options);
        if (typeof value !== type) {
          log.push(`${option} must be ${type}`);
          return false;
        }
      }
      if (kept.has(name)) {
        log.push(`${name} is not unique`);
        return false;
      }
      kept.set(name, options);
      return name;
    },
    unregister(name) {
      if (!kept.delete(name)) log.push(`unknown ${name}`);
    },
  };
}

class Item {
  constructor(type, fields = {}) {
    Object.assign(this, { type, fields, collections: [] });
  }
  isRegularItem() { return true; }
  getField(name) { return this.fields[name] ?? ""; }
  fromJSON(json) { this.json = json; }
  setCollections(ids) { this.collections = ids; }
}

/**
 * Return a Zotero of a version, 7 to 10, and its `log` of errors.
 *
 * `subprocess(command, args)` is what its child processes print.
 */
function makeZotero(version, subprocess) {
  /** As chrome/content/zotero/xpcom/http.js: every status is an answer if asked so. */
  const request = async (method, url, { headers, body, timeout, successCodes }) => {
    if (successCodes !== false || !(timeout > 0)) throw new Error("not as the plugin asks");
    const answer = await fetch(url, { method, headers, body });
    return { status: answer.status, responseText: await answer.text() };
  };
  const log = [], saved = [], launched = [], looked = [];
  const sections = registry(log, "paneID", {
    "paneID": "string", "header.l10nID": "string", "header.icon": "string",
    "sidenav.l10nID": "string", "sidenav.icon": "string", "onRender": "function",
  });
  const columns = registry(log, "dataKey", { dataKey: "string", label: "string" });
  const menus = registry(log, "menuID", { menuID: "string", target: "string", menus: "object" });
  const panes = registry(log, "src", { src: "string" });
  const windows = [makeWindow()];
  const prefs = { "extensions.readnext.seconds": 120 };
  const Zotero = {
    debug() {},
    logError: error => log.push(String(error)),
    uiReadyPromise: Promise.resolve(),
    getMainWindow: () => windows[0],
    getMainWindows: () => windows,
    launchURL: url => launched.push(url),
    Prefs: { get: (name, isGlobal) => isGlobal ? prefs[name] : undefined },
    DataDirectory: { dir: "/home/mia/Zotero" },
    Libraries: { userLibraryID: 1 },
    Server: { port: 23119, Endpoints: {} },
    Utilities: { Internal: { subprocess } },
    HTTP: { request },
    File: { getContentsAsync: async file => fs.readFileSync(file, "utf8") },
    ItemPaneManager: {
      registerSection: sections.register, unregisterSection: sections.unregister,
    },
    ItemTreeManager: {
      refreshed: 0,
      refreshColumns() { this.refreshed += 1; },
      registerColumns: async options => [options].flat().map(columns.register),
      unregisterColumns: async keys => [keys].flat().map(columns.unregister),
    },
    PreferencePanes: { register: async options => panes.register(options) },
    Attachments: { addAvailableFile: async item => looked.push(item) },
    getActiveZoteroPane: () => ({ getSelectedCollection: () => ({ id: 9, libraryID: 1 }) }),
  };
  Zotero.PreferencePanes.unregister = panes.unregister;
  Zotero.Item = class extends Item {
    async saveTx() { saved.push(this); }
  };
  if (version >= 8) {
    Zotero.MenuManager = { registerMenu: menus.register, unregisterMenu: menus.unregister };
    Zotero.ItemTreeManager.registerColumn = columns.register;
    Zotero.ItemTreeManager.unregisterColumn = columns.unregister;
  }
  const left = () => ({
    sections: sections.kept.size, columns: columns.kept.size, menus: menus.kept.size,
    panes: panes.kept.size, endpoints: Object.keys(Zotero.Server.Endpoints).length,
    tabs: windows.reduce((sum, one) => sum + one.opened.size, 0),
    elements: windows.reduce((sum, one) => sum + one.document.all().length - 2, 0),
  });
  return { Zotero, log, saved, launched, looked, prefs, windows, sections, columns, menus, left };
}

/** Load bootstrap.js as Zotero does, and return its functions and its globals. */
function loadPlugin({ Zotero }) {
  const contexts = new Map();
  const loadSubScript = (uri, target) => {
    if (!contexts.has(target)) contexts.set(target, vm.createContext(target));
    vm.runInContext(fs.readFileSync(uri, "utf8"), contexts.get(target), { filename: uri });
  };
  const Services = { scriptloader: { loadSubScript }, env: { get: name => name === "HOME" ? "/home/mia" : "" } };
  const scope = vm.createContext({ Zotero, Services, setTimeout, clearTimeout, APP_SHUTDOWN: 2 });
  const known = new Set(Object.keys(scope));
  const file = path.join(ADDON, "bootstrap.js");
  vm.runInContext(fs.readFileSync(file, "utf8"), scope, { filename: file });
  const globals = () => Object.keys(scope).filter(name => !known.has(name) && scope[name] != null);
  return { scope, globals, data: { id: "readnext@readnext.invalid", version: "1", rootURI: `${ADDON}/` } };
}

module.exports = { Element, Item, loadPlugin, makeWindow, makeZotero };
