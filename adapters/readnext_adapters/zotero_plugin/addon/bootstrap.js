"use strict";
/* global Zotero, Services, setTimeout, clearTimeout, APP_SHUTDOWN */
/* exported install, uninstall, startup, shutdown, onMainWindowLoad, onMainWindowUnload */
// What Zotero calls of a plugin; see https://www.zotero.org/support/dev/zotero_7_for_developers

var readnext = null;

function install() {}
function uninstall() {}

function startup({ id, version, rootURI }) {
  const scope = { Zotero, Services, setTimeout, clearTimeout };
  for (const name of ["command.js", "view.js", "readnext.js"]) {
    Services.scriptloader.loadSubScript(rootURI + name, scope);
  }
  readnext = new scope.ReadNext({ id, version, rootURI });
  readnext.start();
}

function shutdown(_data, reason) {
  readnext?.stop(reason === APP_SHUTDOWN);
  readnext = null;
}

function onMainWindowLoad({ window }) {
  readnext?.addWindow(window);
}

function onMainWindowUnload({ window }) {
  readnext?.removeWindow(window);
}
