"use strict";
/* The data desk: progress of a delivery while it is being worked on; a file dropped on the form. */
(function () {
  const bar = document.getElementById("progress");

  function look() {
    window
      .fetch("/ruang/api/v1/loads/" + bar.dataset.delivery, { headers: { Accept: "application/json" } })
      .then((answer) => answer.json())
      .then((found) => {
        if (found.progress === null) window.location.reload();
        else {
          bar.max = 1;
          bar.value = found.progress;
          window.setTimeout(look, 400);
        }
      })
      .catch(() => window.setTimeout(look, 2000));
  }
  if (bar && bar.dataset.delivery) look();

  const form = document.getElementById("upload");
  if (form) {
    const place = form.querySelector(".drop");
    const input = form.querySelector("input[type=file]");
    ["dragover", "dragleave", "drop"].forEach((name) =>
      place.addEventListener(name, (event) => {
        event.preventDefault();
        place.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
      }),
    );
    form.addEventListener("submit", () => {
      form.querySelector("button").disabled = true;
    });
  }
})();
