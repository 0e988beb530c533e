"use strict";
/* Roles that Dash's own controls lack or give wrongly, put right after they are drawn. */
window.decor = window.decor || {};

window.decor.roles = (function () {
  function mend() {
    ["level", "window"].forEach((id) => {
      const group = document.getElementById(id);
      if (!group) return;
      const label = group.closest(".field").querySelector(".label");
      group.setAttribute("role", "radiogroup");
      group.setAttribute("aria-label", label ? label.textContent : id);
      group.querySelectorAll("label").forEach((one) => {
        one.removeAttribute("role");
        one.removeAttribute("aria-selected");
      });
    });
    document.querySelectorAll(".dash-datepicker-input-wrapper").forEach((box) => box.setAttribute("role", "group"));
    // One stop for the keyboard: the button itself, not the empty target in front of it.
    document.querySelectorAll(".dash-dropdown-focus-target").forEach((one) => one.setAttribute("tabindex", "-1"));
    document.querySelectorAll(".dash-dropdown-wrapper > button.dash-dropdown, button.dash-dropdown").forEach((one) => one.setAttribute("tabindex", "0"));
  }

  return { mend };
})();
