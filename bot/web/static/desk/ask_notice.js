// A browser shows notices only where its owner has said so to the browser as well.
document.getElementById("notice-browser").addEventListener("change", ({ target }) => {
  if (target.checked && "Notification" in window) Notification.requestPermission();
});
