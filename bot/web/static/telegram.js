// Signs in by what Telegram opens a Mini App with: it stands behind the "#" of the address, which no server sees.
const form = document.getElementById("enter");
const data = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (data) {
  history.replaceState(null, "", location.pathname); // it is good once: a later look at this page needs no copy
  form.elements.data.value = data;
  form.submit();
} else {
  document.getElementById("outside").hidden = false;
}
