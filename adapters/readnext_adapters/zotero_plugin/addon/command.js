"use strict";
/* global Zotero, Services, setTimeout, clearTimeout */
/* exported ReadNextCommand */
// Calls the installed readnext, or asks its service. Zotero gives what a command prints, and
// neither its exit code nor its errors, so `readnext zotero list` prints errors, too.

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
    } finally {
      clearTimeout(timer);
    }
  }

  /** Return what readnext prints; a Failure if it is nowhere or takes too long. */
  async function run(args, seconds) {
    const tried = candidates();
    for (const command of tried) {
      try {
        return await inTime(Zotero.Utilities.Internal.subprocess(command, args), seconds);
      } catch (error) {
        if (error instanceof Failure) throw error;
        Zotero.debug(`readnext: ${command}: ${error}`);
      }
    }
    throw new Failure("missing", tried[0] ?? "");
  }

  /** Return what the service of the settings answers; a Failure if it does not. */
  async function ask(path, seconds, body) {
    const place = preference("service"); // an address with a token, or a file that has both
    const [, address, secret] = /^(http:.*?\/)\?token=([\w-]+)/.exec(place) ?? [];
    try {
      const { url, token } = address ? { url: address, token: secret }
        : JSON.parse(await Zotero.File.getContentsAsync(place));
      const headers = { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" };
      const options = { headers, body, timeout: seconds * 1000, successCodes: false };
      const asked = Zotero.HTTP.request(body ? "POST" : "GET", `${url}api/v1/${path}`, options);
      const { status, responseText } = await asked;
      if (status === 200) return responseText;
      throw new Error(status === 401 ? "401: another token" : `status ${status}`);
    } catch (error) {
      throw new Failure("service", String(error.message ?? error));
    }
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

  /** Return the document of `readnext zotero list` or of the service, or throw a Failure. */
  async function list() {
    const seconds = preference("seconds") || 120;
    const args = ["zotero", "list", "--timeout", String(seconds), ...place()];
    const output = preference("service") ? await ask("zotero", seconds)
      : await run(args, seconds + GRACE);
    if (!output.startsWith("{")) throw await silence();
    const answer = JSON.parse(output);
    if (answer.plugin > PROTOCOL) throw new Failure("old-plugin", answer.readnext);
    if (answer.plugin !== PROTOCOL) throw new Failure("old", answer.readnext);
    if (answer.error) throw new Failure("error", answer.error);
    return answer;
  }

  /** Have readnext never suggest a paper again. */
  async function dismiss(paper) {
    const verdict = JSON.stringify({ id: paper.id, verdict: "dismiss" });
    const said = preference("service") ? await ask("verdicts", 60, verdict)
      : await run(["feedback", "dismiss", "--", paper.id], 60);
    if (!/dismissed|"dismiss"/.test(said)) throw new Failure("dismiss");
  }

  return { Failure, list, dismiss };
})();
