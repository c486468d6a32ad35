// The little that must run in the browser: theme, menus, shortcuts, times in the reader's zone, and a lost connection.
(() => {
  "use strict";

  const root = document.documentElement;
  const year = 60 * 60 * 24 * 365;
  const remember = (name, value) => {
    document.cookie = `${name}=${value ?? ""}; path=/; max-age=${value ? year : 0}; samesite=lax`;
  };

  // Theme: the server has already drawn the remembered one; here it only changes without a reload.
  const darkMedia = { dark: "all", light: "not all", system: "(prefers-color-scheme: dark)" };
  const markTheme = () => {
    const current = root.dataset.theme || "system";
    document.querySelectorAll("[data-theme-switch] button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === current));
    });
  };
  const chooseTheme = (theme) => {
    if (theme === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = theme;
    }
    document.querySelectorAll("[data-dark]").forEach((sheet) => (sheet.media = darkMedia[theme]));
    document.querySelector("meta[name=color-scheme]").content = theme === "system" ? "light dark" : theme;
    remember("theme", theme === "system" ? null : theme);
    markTheme();
  };

  // Times arrive in UTC and are shown in the reader's zone, which is named. The text node itself is changed, not replaced:
  // Blazor keeps hold of it.
  const localiseTimes = (within) => {
    // "en" alone would mean American clocks: the browser's own flavour of the page's language knows better.
    const language = navigator.languages.find((own) => own.split("-")[0] === root.lang.split("-")[0]) ?? root.lang;
    within.querySelectorAll("time[data-local]").forEach((time) => {
      const moment = new Date(time.dateTime);
      if (time.dataset.shown === time.dateTime || Number.isNaN(moment.valueOf()) || !time.firstChild) {
        return;
      }
      const parts = Object.fromEntries(
        new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "short", year: "numeric" })
          .formatToParts(moment)
          .map(({ type, value }) => [type, value.replace(".", "")]),
      );
      const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
      const hour = clock.format(moment);
      time.firstChild.data =
        time.dataset.local === "time" ? hour : `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${hour}`;
      time.title = Intl.DateTimeFormat().resolvedOptions().timeZone;
      time.dataset.shown = time.dateTime;
    });
  };

  const isTyping = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select, [role=textbox]"));

  const copy = async (button) => {
    if (!button) {
      return;
    }
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.dataset.copied = "";
      setTimeout(() => delete button.dataset.copied, 1500);
    } catch {
      // Not allowed here: the text stands beside the button and can be selected.
    }
  };

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme-switch] button");
    if (theme) {
      event.preventDefault();
      chooseTheme(theme.value);
      theme.closest("details").open = false;
    }
    // An error's line leads into its field, not merely to it.
    const field = document.getElementById(event.target.closest("[data-focus]")?.dataset.focus);
    if (field) {
      event.preventDefault();
      field.focus();
    }
    if (event.target.closest("[data-fold-rail]")) {
      const folded = root.dataset.rail !== "folded";
      root.dataset.rail = folded ? "folded" : "";
      remember("rail", folded ? "folded" : null);
    }
    copy(event.target.closest("[data-copy]"));
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      const chosen = menu.matches("[data-close-on-choice]") && event.target.closest(".panel a");
      if (!menu.contains(event.target) || chosen) {
        menu.open = false;
      }
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (event.target.matches?.("[data-search]")) {
        event.target.blur();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "?") {
      const dialog = document.getElementById("shortcuts");
      if (dialog && !dialog.open) {
        event.preventDefault();
        dialog.showModal();
      }
    }
  });

  // A plain form says that it is sending and cannot be sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-send-once]")) {
      return;
    }
    if (form.dataset.sending !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "";
    const button = event.submitter ?? form.querySelector("[type=submit]");
    if (button) {
      button.setAttribute("aria-busy", "true");
      if (button.dataset.sending) {
        button.textContent = button.dataset.sending;
      }
    }
  });
  // Coming back with the browser's own button, the page may be the very one that was sent.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.querySelectorAll("[data-send-once][data-sending]").forEach(() => location.reload());
    }
  });

  markTheme();
  localiseTimes(document);
  let queued = false;
  new MutationObserver(() => {
    if (!queued) {
      queued = true;
      requestAnimationFrame(() => {
        queued = false;
        localiseTimes(document);
        markTheme();
      });
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["datetime"] });

  // A page that says "not now" asks again by itself, and loads as soon as the answer is another one.
  if (document.querySelector("[data-retry]")) {
    const address = location.href.split("#")[0];
    const ask = async () => {
      try {
        const answer = await fetch(address, { cache: "no-store", redirect: "manual", headers: { Accept: "text/html" } });
        if (answer.status !== 503) {
          location.replace(address);
          return;
        }
      } catch {
        // Nobody answers at all just now.
      }
      setTimeout(ask, 3000);
    };
    setTimeout(ask, 3000);
  }

  if (!window.Blazor) {
    return;
  }

  // A lost connection: one calm line, no click, and never giving up.
  const bar = document.getElementById("components-reconnect-modal");
  const words = bar.querySelector("[data-words]");
  let rejoining = false;
  let hiding;
  const say = (text, back) => {
    clearTimeout(hiding);
    words.textContent = text;
    bar.classList.toggle("back", Boolean(back));
    bar.hidden = false;
  };
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // true: it went on; false: the server answered and knows nothing of this page; throws: nobody answered.
  const rejoin = async (tries) => {
    if (rejoining) {
      return;
    }
    rejoining = true;
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          for (const attemptTo of tries) {
            if (await attemptTo()) {
              return;
            }
          }
          // Both refused: the page's state is gone there, a fresh page is all that is left.
          location.reload();
          return;
        } catch {
          say(bar.dataset.away);
          await pause(Math.min(500 * 2 ** attempt, 5000));
        }
      }
    } finally {
      rejoining = false;
    }
  };

  bar.addEventListener("components-reconnect-state-changed", (event) => {
    switch (event.detail.state) {
      case "show":
        // The first attempt is immediate and mostly enough: a blink needs no words.
        clearTimeout(hiding);
        hiding = setTimeout(() => say(bar.dataset.lost), 700);
        break;
      case "retrying":
        if (event.detail.currentAttempt > 3) {
          say(bar.dataset.away);
        }
        break;
      case "hide":
        clearTimeout(hiding);
        if (!bar.hidden) {
          say(bar.dataset.back, true);
          hiding = setTimeout(() => (bar.hidden = true), 2500);
        }
        break;
      case "failed":
        rejoin([() => Blazor.reconnect(), () => Blazor.resumeCircuit()]);
        break;
      case "rejected":
      case "resume-failed":
        rejoin([() => Blazor.resumeCircuit()]);
        break;
    }
  });

  // A server about to stop calls this in every circuit it holds: the page lets go of it and goes on with another one.
  window.shell = {
    async changeServer() {
      if (await Blazor.pauseCircuit()) {
        await rejoin([() => Blazor.resumeCircuit()]);
      }
    },
  };

  Blazor.start({
    // Pages of the two kinds differ in styles, scripts and nonce: a real load is the honest way between them.
    ssr: { disableDomPreservation: true },
    circuit: {
      reconnectionOptions: {
        maxRetries: Infinity,
        retryIntervalMilliseconds: (attempt) => (attempt === 0 ? 0 : Math.min(250 * 2 ** attempt, 3000)),
      },
    },
  });
})();
