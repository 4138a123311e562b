// Leaving a page of asking quickly: its place in the history is taken, so that "back" does not
// lead here. Without script the link leads away as well, and Escape pressed three times does both.
const leave = document.getElementById("leave");
let escapes = 0;
const go = (event) => {
  event.preventDefault();
  location.replace(leave.href);
};
leave.addEventListener("click", go);
document.addEventListener("keydown", (event) => {
  escapes = event.key === "Escape" ? escapes + 1 : 0;
  if (escapes === 3) go(event);
});
