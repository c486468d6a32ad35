// The desk's comforts in the browser: keys, half-typed notes that outlive the page, searching without a reload.
const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox]), textarea, select"));
const isBusy = () => document.querySelector(".mud-dialog, dialog[open], details.menu[open]") !== null;
const draftKey = (key) => `bt-draft-${key}`;

const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
const currentIn = (all) => {
  const focused = document.activeElement?.closest("tr")?.querySelector("[data-row]");
  const open = document.querySelector("tr[aria-current] [data-row]");
  return all.indexOf(all.includes(focused) ? focused : open);
};

const step = (by) => {
  const all = rows();
  if (all.length === 0) {
    return;
  }
  const at = currentIn(all);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.closest("tr").scrollIntoView({ block: "nearest" });
  // With a request open beside the list, moving on opens the next one, as mail programs do.
  if (document.querySelector(".requests[data-open]")) {
    next.click();
  }
};

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      // From a text field of a dialog or form: done writing.
      const scope = event.target.closest?.(".mud-dialog, form");
      scope?.querySelector("[data-confirm], [type=submit]")?.click();
    }
    return;
  }
  if (isTyping(event.target) || isBusy()) {
    return;
  }
  switch (event.key) {
    case "j":
      step(1);
      break;
    case "k":
      step(-1);
      break;
    case "x":
      document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")?.click();
      break;
    case "Escape": {
      // By the address, because the panel may still be on its way.
      const [path] = location.pathname.match(/^\/admin\/requests(?=\/\d+$)/) ?? [];
      if (path) {
        const open = document.querySelector("tr[aria-current] [data-row]");
        window.Blazor.navigateTo(path + location.search);
        open?.focus({ preventScroll: true });
      }
      break;
    }
    case "Enter":
      if (document.activeElement === document.body) {
        rows()[0]?.click();
      }
      break;
    default:
      return;
  }
};

const onInput = (event) => {
  const key = event.target.dataset?.draft;
  if (key) {
    sessionStorage.setItem(draftKey(key), event.target.value);
  }
};

const onSubmit = (event) => {
  const form = event.target;
  if (form.matches(".bar form.search") && window.Blazor) {
    event.preventDefault();
    const words = new FormData(form).get("q").trim();
    const url = new URL(form.action);
    if (words) {
      url.searchParams.set("q", words);
    }
    window.Blazor.navigateTo(url.pathname + url.search);
    form.querySelector("[data-search]").blur();
  }
};

let started = false;
export const start = () => {
  // For whoever waits until the page answers.
  document.documentElement.dataset.desk = "live";
  if (started) {
    return;
  }
  started = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("input", onInput);
  document.addEventListener("submit", onSubmit);
};

let watcher;
export const watchTop = (mark, listener) => {
  watcher?.disconnect();
  let last = true;
  watcher = new IntersectionObserver(([entry]) => {
    // A hidden list is not at its top either: nobody sees what comes.
    if (entry.isIntersecting !== last) {
      last = entry.isIntersecting;
      listener.invokeMethodAsync("TopChanged", last).catch(() => {});
    }
  });
  watcher.observe(mark);
};

export const scrollToTop = (mark) => {
  const list = mark.closest(".queue");
  if (list.scrollTop > 0) {
    list.scrollTop = 0;
  } else {
    window.scrollTo(0, 0);
  }
};

export const readDraft = (key) => sessionStorage.getItem(draftKey(key));
export const forgetDraft = (key) => sessionStorage.removeItem(draftKey(key));

export const showSearch = (search) => {
  const field = document.querySelector(".bar form.search [data-search]");
  if (field && document.activeElement !== field) {
    field.value = search;
  }
};
