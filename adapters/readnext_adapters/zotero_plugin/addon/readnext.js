"use strict";
/* global Zotero, ReadNextCommand, ReadNextView */
/* exported ReadNext */
// The plugin: what it adds to Zotero, the list that it shows, and how it leaves.

var ReadNext = (() => {
  const FLUENT = "readnext.ftl";
  const ENDPOINT = "/readnext/status";
  const log = error => Zotero.debug(`readnext: ${error}`);
  const ARXIV = /arxiv\.org\/(?:abs|pdf)\/(\d{4}\.\d{4,5})/i;
  const PROBABILITY = /^readnext-probability: ([\d.e-]+)$/m;

  return class {
    constructor({ id, version, rootURI }) {
      Object.assign(this, { id, version, rootURI });
      Object.assign(this, { list: null, failure: null, running: null, stopped: false });
      this.removed = new Set(); // ids of papers that were saved or dismissed
      this.sections = new Map(); // the body of each section, and its item
      this.tabs = new Map(); // the id of each tab, with its window and its body
      this.leave = []; // what takes back what was added, in this order
      this.actions = {
        save: paper => this.save(paper),
        dismiss: paper => this.dismiss(paper),
        open: paper => Zotero.launchURL(paper.link),
        reload: () => this.load(),
      };
    }

    /** Add everything that this version of Zotero has a place for. */
    start() {
      for (const add of ["addSection", "addColumn", "addMenu", "addEndpoint", "addSettings"]) {
        this.attempt(() => this[add]());
      }
      for (const window of Zotero.getMainWindows?.() ?? []) this.addWindow(window);
      Promise.resolve(Zotero.uiReadyPromise).then(() => this.stopped || this.load());
    }

    /** Remove everything; where Zotero itself ends, its windows are left alone. */
    stop(isQuitting) {
      this.stopped = true;
      for (const undo of this.leave.splice(0)) this.attempt(undo);
      const windows = isQuitting ? [] : Zotero.getMainWindows?.() ?? [];
      for (const window of windows) this.removeWindow(window);
      this.sections.clear();
      this.tabs.clear();
      this.list = null;
    }

    /** Have stop() take something back; at once if it came while it was added. */
    undoLater(undo) {
      if (undo) this.stopped ? this.attempt(undo) : this.leave.push(undo);
    }

    attempt(action) {
      try {
        action();
      } catch (error) {
        log(error);
      }
    }

    addSection() {
      const key = Zotero.ItemPaneManager?.registerSection?.({
        paneID: "readnext",
        pluginID: this.id,
        header: { l10nID: "readnext-section", icon: `${this.rootURI}icon.svg` },
        sidenav: { l10nID: "readnext-sidenav", icon: `${this.rootURI}icon.svg` },
        onInit: ({ body }) => this.sections.set(body, null),
        onDestroy: ({ body }) => this.sections.delete(body),
        onItemChange: ({ item, setEnabled }) => {
          setEnabled(Boolean(item?.isRegularItem?.()) && !item.isFeedItem);
          return true;
        },
        onRender: ({ body, item }) => {
          this.sections.set(body, item);
          this.drawSection(body, item);
        },
      });
      if (key) this.leave.push(() => Zotero.ItemPaneManager.unregisterSection(key));
    }

    addColumn() {
      const trees = Zotero.ItemTreeManager;
      const column = {
        dataKey: "readnext",
        label: "readnext",
        pluginID: this.id,
        enabledTreeIDs: ["main"],
        zoteroPersist: ["width", "hidden", "sortDirection"],
        dataProvider: item => this.likelihood(item),
        renderCell: (_index, data, shape, _isFirst, doc) => {
          const cell = (doc ?? Zotero.getMainWindow().document).createElement("span");
          cell.className = `cell ${shape.className}`;
          cell.textContent = data ? `${Number(data)} %` : "";
          return cell;
        },
      };
      // Zotero 7 has registerColumns alone, which gives a promise.
      const register = trees?.registerColumn ?? trees?.registerColumns;
      Promise.resolve(register?.call(trees, column)).then(keys => {
        const unregister = trees?.unregisterColumn ?? trees?.unregisterColumns;
        const registered = [keys].flat().filter(Boolean);
        this.undoLater(() => registered.forEach(key => unregister.call(trees, key)));
      }).catch(log);
    }

    addMenu() {
      const key = Zotero.MenuManager?.registerMenu?.({
        menuID: "readnext",
        pluginID: this.id,
        target: "main/menubar/tools",
        menus: [{
          menuType: "menuitem",
          l10nID: "readnext-menu",
          onCommand: () => this.openTab(Zotero.getMainWindow()),
        }],
      });
      this.hasMenus = Boolean(key);
      if (key) this.leave.push(() => Zotero.MenuManager.unregisterMenu(key));
    }

    /** `readnext doctor` asks whether the plugin is there. */
    addEndpoint() {
      const status = () => ({ plugin: this.version, ready: Boolean(this.list) });
      Zotero.Server.Endpoints[ENDPOINT] = class {
        supportedMethods = ["GET"];

        init(_request) { // eslint-disable-line no-unused-vars -- Zotero counts it
          return [200, "application/json", JSON.stringify(status())];
        }
      };
      this.leave.push(() => delete Zotero.Server.Endpoints[ENDPOINT]);
    }

    addSettings() {
      const source = `${this.rootURI}preferences.xhtml`;
      const pane = { pluginID: this.id, src: source, label: "readnext" };
      Promise.resolve(Zotero.PreferencePanes?.register(pane)).then(key => {
        this.undoLater(key && (() => Zotero.PreferencePanes.unregister?.(key)));
      }).catch(log);
    }

    addWindow(window) {
      window.MozXULElement?.insertFTLIfNeeded(FLUENT);
      const tools = window.document.getElementById("menu_ToolsPopup");
      if (this.hasMenus || !tools || window.document.getElementById("readnext-menu-item")) {
        return;
      }
      const item = window.document.createXULElement("menuitem"); // before Zotero 8
      item.id = "readnext-menu-item";
      item.setAttribute("data-l10n-id", "readnext-menu");
      item.addEventListener("command", () => this.openTab(window));
      tools.appendChild(item);
    }

    removeWindow(window) {
      for (const [id, tab] of [...this.tabs]) {
        if (tab.window === window) {
          this.attempt(() => window.Zotero_Tabs.close(id));
          this.tabs.delete(id);
        }
      }
      window.document.getElementById("readnext-menu-item")?.remove();
      window.document.querySelector(`link[href="${FLUENT}"]`)?.remove();
    }

    /** Open the list in a tab, or the tab that has it. */
    openTab(window) {
      const open = [...this.tabs].find(([, tab]) => tab.window === window);
      if (open) return void window.Zotero_Tabs.select(open[0]);
      const { id, container } = window.Zotero_Tabs.add({
        type: "readnext", // no hyphen, which Zotero reads as a mark of its own
        title: "Read next",
        data: {},
        select: true,
        onClose: () => this.tabs.delete(id),
      });
      const body = window.document.createElementNS("http://www.w3.org/1999/xhtml", "div");
      body.style.cssText = "padding: 1em 2em; overflow: auto; flex: 1; min-height: 0;";
      container.appendChild(body);
      this.tabs.set(id, { window, body });
      this.drawTab(body);
      if (!this.list) this.load();
    }

    /** Have readnext rank, unless it does already; the window goes on meanwhile. */
    load() {
      this.running ??= this.fetch().finally(() => { this.running = null; });
      return this.running;
    }

    async fetch() {
      this.failure = null;
      this.redraw();
      try {
        const list = await ReadNextCommand.list();
        if (this.stopped) return;
        this.list = list;
        this.removed.clear();
        this.attempt(() => Zotero.ItemTreeManager?.refreshColumns?.());
      } catch (error) {
        log(error);
        this.failure = error.kind ? error : { kind: "error", detail: String(error) };
      }
      this.redraw();
    }

    redraw() {
      if (this.stopped) return;
      for (const [body, item] of this.sections) {
        if (item) this.attempt(() => this.drawSection(body, item));
      }
      for (const { body } of this.tabs.values()) this.attempt(() => this.drawTab(body));
    }

    drawSection(body, item) {
      const places = this.list?.near[item.key] ?? [];
      this.draw(body, this.list && places.map(place => this.list.papers[place]), "none-near");
    }

    drawTab(body) {
      this.draw(body, this.list?.papers.slice(0, this.list.shown), "none");
    }

    draw(body, papers, empty) {
      const left = papers?.filter(paper => !this.removed.has(paper.id));
      const { starter = false, notes = [] } = this.list ?? {};
      const shown = empty === "none" ? notes : []; // in the tab alone
      const state = { failure: this.failure, papers: left, starter, notes: shown };
      ReadNextView.draw(body, state, empty, this.actions);
    }

    /** The likelihood in percent, three digits so that it sorts as text; "" if unknown. */
    likelihood(item) {
      if (!item.isRegularItem?.()) return "";
      const extra = PROBABILITY.exec(item.getField("extra"))?.[1];
      const found = this.names(item).map(name => this.list?.scores[name]);
      const chance = found.find(score => score !== undefined) ?? (extra && Number(extra));
      return chance || chance === 0 ? String(Math.round(chance * 100)).padStart(3, "0") : "";
    }

    /** The names by which the list may know an item: of its feed, DOI, arXiv id. */
    names(item) {
      const guid = item.isFeedItem ? item.guid : "";
      const own = guid?.startsWith("urn:readnext:") ? [decodeURIComponent(guid.slice(13))] : [];
      const doi = item.getField("DOI").toLowerCase();
      const arxiv = ARXIV.exec(item.getField("url"))?.[1];
      return [...own, guid && `zotero:${guid}`, doi, arxiv].filter(Boolean);
    }

    /** Add a paper to the user's library, into the selected collection, with its PDF. */
    async save(paper) {
      const item = new Zotero.Item(paper.item.itemType);
      item.libraryID = Zotero.Libraries.userLibraryID;
      item.fromJSON(paper.item);
      const collection = Zotero.getActiveZoteroPane?.()?.getSelectedCollection?.();
      if (collection?.libraryID === item.libraryID) item.setCollections([collection.id]);
      await item.saveTx();
      this.remove(paper);
      const attachments = Zotero.Attachments;
      const find = attachments?.addAvailableFile ?? attachments?.addAvailablePDF;
      // A paper without a free PDF is saved all the same.
      Promise.resolve(find?.call(attachments, item)).catch(log);
    }

    async dismiss(paper) {
      await ReadNextCommand.dismiss(paper);
      this.remove(paper);
    }

    remove(paper) {
      this.removed.add(paper.id);
      this.redraw();
    }
  };
})();
