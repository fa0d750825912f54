// Light or dark as the reader chose, else as the system has it.
{
  let way = "auto";
  const show = () => {
    document.documentElement.dataset.theme = way;
    for (const one of document.querySelectorAll("[data-theme-choice]"))
      one.ariaPressed = one.dataset.themeChoice == way;
  };
  try { way = localStorage.theme ?? way; } catch {}
  show();
  addEventListener("DOMContentLoaded", show);
  addEventListener("click", ({ target }) => {
    if (!target.dataset?.themeChoice) return;
    way = target.dataset.themeChoice;
    show();
    try { localStorage.theme = way; } catch {}
  });
}
