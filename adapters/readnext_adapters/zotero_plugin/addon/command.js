"use strict";
/* global Zotero, Services, setTimeout, clearTimeout */
/* exported ReadNextCommand */
// Calls the installed readnext. Zotero gives what a command prints, and neither its exit
// code nor its errors, so `readnext zotero list` prints errors, too.

var ReadNextCommand = (() => {
  const PROTOCOL = 1;
  const GRACE = 10; // seconds in which readnext ends by itself before it is given up

  /** A failure with a message of its own: `kind` completes "readnext-failure-". */
  class Failure extends Error {
    constructor(kind, detail = "") {
      super(`${kind} ${detail}`.trim());
      this.kind = kind;
      this.detail = detail;
    }
  }

  const preference = name => Zotero.Prefs.get(`extensions.readnext.${name}`, true);

  /** Where readnext may be, likeliest first; programs of a desktop have a short PATH. */
  function candidates() {
    const chosen = preference("command");
    if (chosen) return [chosen];
    const home = Services.env.get("HOME");
    const folders = [home && `${home}/.local/bin`, "/opt/homebrew/bin", "/usr/local/bin"];
    const there = folders.filter(Boolean).map(folder => `${folder}/readnext`);
    return [preference("packedWith"), "readnext", ...there].filter(Boolean);
  }

  async function inTime(promise, seconds) {
    let timer;
    const late = new Promise((_, reject) => {
      const failure = new Failure("timeout", String(Math.round(seconds)));
      timer = setTimeout(() => reject(failure), seconds * 1000);
    });
    try {
      return await Promise.race([promise, late]);
    }
    finally {
      clearTimeout(timer);
    }
  }

  /** Return what readnext prints; a Failure if it is nowhere or takes too long. */
  async function run(args, seconds) {
    const tried = candidates();
    for (const command of tried) {
      try {
        return await inTime(Zotero.Utilities.Internal.subprocess(command, args), seconds);
      }
      catch (error) {
        if (error instanceof Failure) throw error;
        Zotero.debug(`readnext: ${command}: ${error}`);
      }
    }
    throw new Failure("missing", tried[0] ?? "");
  }

  /** The options that name this Zotero, whatever folder and port it has. */
  function place() {
    const port = Zotero.Server?.port || Zotero.Prefs.get("httpServer.port");
    const options = port ? ["--zotero-port", String(port)] : [];
    const folder = Zotero.DataDirectory?.dir;
    return folder ? [...options, "--zotero-data", folder] : options;
  }

  /** Why there is no list at all: too old a readnext has no such command. */
  async function silence() {
    const help = await run(["zotero", "--help"], 30);
    const version = /version (\S+)/.exec(await run(["--version"], 30));
    const isOld = version && !/^\s+list\b/m.test(help);
    return isOld ? new Failure("old", version[1]) : new Failure("silent");
  }

  /** Return the document of `readnext zotero list`, or throw a Failure. */
  async function list() {
    const seconds = preference("seconds") || 120;
    const args = ["zotero", "list", "--timeout", String(seconds), ...place()];
    const output = await run(args, seconds + GRACE);
    if (!output.startsWith("{")) {
      throw await silence();
    }
    const answer = JSON.parse(output);
    if (answer.plugin !== PROTOCOL) {
      throw new Failure(answer.plugin > PROTOCOL ? "old-plugin" : "old", answer.readnext);
    }
    if (answer.error) throw new Failure("error", answer.error);
    return answer;
  }

  /** Have readnext never suggest a paper again. */
  async function dismiss(paper) {
    const said = await run(["feedback", "dismiss", "--", paper.id], 60);
    if (!said.includes("dismissed")) throw new Failure("dismiss");
  }

  return { Failure, list, dismiss };
})();
