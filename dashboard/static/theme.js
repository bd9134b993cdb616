"use strict";
// before the first paint: the theme that was chosen last
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
