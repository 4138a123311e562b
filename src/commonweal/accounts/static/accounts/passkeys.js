// Says on the page when the browser did not use or make a passkey.
document.addEventListener("allauth.error", (event) => {
  const words = document.getElementById("passkey_problem");
  if (words) {
    words.hidden = false;
    event.preventDefault();
  }
});
